"""The pages of this package."""

from app.rosters.views import files, imports, root

bp = root.bp

__all__ = ["bp", "files", "imports"]
