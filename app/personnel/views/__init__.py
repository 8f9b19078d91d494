"""The register's pages, on ``bp``."""

from app.personnel.views import listing, person
from app.personnel.views.root import bp

__all__ = ["bp", "listing", "person"]
