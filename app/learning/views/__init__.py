"""The course page, the player, and the scenes of dilemmas."""

from app.learning.views import scenes
from app.learning.views.lessons import bp

__all__ = ["bp", "scenes"]
