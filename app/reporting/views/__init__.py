"""The pages of reports: the list, one of them, who is behind its figures, and its files."""

from app.reporting.views import files, making, pages
from app.reporting.views.root import bp

__all__ = ["bp", "files", "making", "pages"]
