"""The pages of this package."""

from app.rosters.views import files, imports, root

bp = root.bp
init_app = root.init_app

__all__ = ["bp", "files", "imports", "init_app"]
