"""The pages of what the city asks of its people, on ``bp``."""

from app.workforce.views import gaps, home, profiles
from app.workforce.views.root import bp

__all__ = ["bp", "gaps", "home", "profiles"]
