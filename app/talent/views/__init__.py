"""The registry's pages, on ``bp``."""

from app.talent.views import agreements, pages, received
from app.talent.views.root import bp

__all__ = ["agreements", "bp", "pages", "received"]
