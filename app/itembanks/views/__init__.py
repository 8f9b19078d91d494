"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.itembanks.views import banks, export, figures, items, lists
from app.itembanks.views.root import bp

__all__ = ["banks", "bp", "export", "figures", "items", "lists"]
