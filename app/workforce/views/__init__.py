"""The pages of what the city asks of its people, on ``bp``."""

from app.workforce.views import (
    assigning,
    gaps,
    home,
    milestones,
    plan_files,
    plans,
    profiles,
    targets,
)
from app.workforce.views.root import bp

init_app = milestones.init_app

__all__ = [
    "assigning",
    "bp",
    "gaps",
    "home",
    "init_app",
    "plan_files",
    "plans",
    "profiles",
    "targets",
]
