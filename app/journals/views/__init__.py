"""The pages of journals, on ``bp``."""

from app.journals.views import own, reading
from app.journals.views.root import bp

__all__ = ["bp", "own", "reading"]
