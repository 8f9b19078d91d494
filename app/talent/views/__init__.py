"""The registry's pages, on ``bp``."""

from app.talent.views import agreements, pages, purposes, received
from app.talent.views.root import bp

__all__ = ["agreements", "bp", "pages", "purposes", "received"]
