"""The pages of training outside, on ``bp``."""

from app.training.views import by_hand, home, imports, mending, people, rules, sources
from app.training.views.root import bp, init_app

__all__ = [
    "bp",
    "by_hand",
    "home",
    "imports",
    "init_app",
    "mending",
    "people",
    "rules",
    "sources",
]
