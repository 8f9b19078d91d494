"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.classes.views import members, moving, rollover, rooms
from app.classes.views.root import bp

__all__ = ["bp", "members", "moving", "rollover", "rooms"]
