"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.privacy.views import child, erasing, merging, mine
from app.privacy.views.root import bp

__all__ = ["bp", "child", "erasing", "merging", "mine"]
