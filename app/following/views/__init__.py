"""The pages of this package."""

from app.following.views import own
from app.following.views.root import bp

__all__ = ["bp", "own"]
