"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.ops.views import deliveries, log, sheet
from app.ops.views.root import bp

__all__ = ["bp", "deliveries", "log", "sheet"]
