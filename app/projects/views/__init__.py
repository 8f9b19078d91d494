"""The pages of projects, on ``bp``."""

from app.projects.views import (
    budget,
    charter,
    gates,
    milestones,
    own,
    page,
    people,
    starting,
    team,
)
from app.projects.views.root import bp

__all__ = [
    "bp",
    "budget",
    "charter",
    "gates",
    "milestones",
    "own",
    "page",
    "people",
    "starting",
    "team",
]
