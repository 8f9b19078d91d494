"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.federation.views import entry, leaving, linking, providers
from app.federation.views.root import bp, init_app

__all__ = ["bp", "entry", "init_app", "leaving", "linking", "providers"]
