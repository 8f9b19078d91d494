"""Pages and presses about the shape of a draft, its history, and words all over it."""

from app.authoring.structure.views import history, replacing
from app.authoring.structure.views.pressing import bp

__all__ = ["bp", "history", "replacing"]
