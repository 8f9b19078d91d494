"""The pages of what can be achieved, of awards, and of paths."""

from app.achievements.views import awards, described, paths, withdrawals
from app.achievements.views.root import bp

__all__ = ["awards", "bp", "described", "paths", "withdrawals"]
