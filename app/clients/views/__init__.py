"""The administrators' pages on ``bp``; for programs ``public``, which carries its own proof."""

from app.clients.views import oauth, pages
from app.clients.views.root import bp, public

__all__ = ["bp", "oauth", "pages", "public"]
