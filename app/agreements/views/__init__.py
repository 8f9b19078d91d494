"""The pages of this package."""

from app.agreements.views import kept
from app.agreements.views.root import bp

__all__ = ["bp", "kept"]
