"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.identity.views import entry, joining, passwords, people, settings
from app.identity.views.root import bp

__all__ = ["bp", "entry", "joining", "passwords", "people", "settings"]
