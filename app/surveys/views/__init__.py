"""The pages of self-checks, on ``bp``."""

from app.surveys.views import files, own, results, rounds, running, years
from app.surveys.views.root import bp

__all__ = ["bp", "files", "own", "results", "rounds", "running", "years"]
