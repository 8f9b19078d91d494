"""The pages of assignments, on ``bp``."""

from app.assignments.views import changing, expiring, files, own, pages
from app.assignments.views.root import bp

__all__ = ["bp", "changing", "expiring", "files", "own", "pages"]
