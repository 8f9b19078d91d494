"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.media.views import choosing, library
from app.media.views.root import bp

__all__ = ["bp", "choosing", "library"]
