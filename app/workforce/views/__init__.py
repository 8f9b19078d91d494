"""The pages of what the city asks of its people, on ``bp``."""

from app.workforce.views import gaps, home, plans, profiles, targets
from app.workforce.views.root import bp

__all__ = ["bp", "gaps", "home", "plans", "profiles", "targets"]
