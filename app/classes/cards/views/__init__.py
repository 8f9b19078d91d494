"""The pages of doors and cards, by whose they are; all on one blueprint, ``bp``."""

from app.classes.cards.views import child, printing, teacher
from app.classes.cards.views.root import bp

__all__ = ["bp", "child", "printing", "teacher"]
