"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.identity.views import acting, entry, joining, passwords, people, settings
from app.identity.views.root import bp

__all__ = ["acting", "bp", "entry", "joining", "passwords", "people", "settings"]
