"""The pages of concerns, on ``bp``."""

from app.concerns.views import desk, reporting
from app.concerns.views.root import bp

__all__ = ["bp", "desk", "reporting"]
