"""The pages of this package."""

from app.recognition.views import awards
from app.recognition.views.root import bp

__all__ = ["awards", "bp"]
