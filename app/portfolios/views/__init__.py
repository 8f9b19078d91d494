"""The pages of this package."""

from app.portfolios.views import files
from app.portfolios.views.root import bp

__all__ = ["bp", "files"]
