"""The registry's pages, on ``bp``."""

from app.talent.views import agreements, files, pages, purposes, received
from app.talent.views.root import bp

__all__ = ["agreements", "bp", "files", "pages", "purposes", "received"]
