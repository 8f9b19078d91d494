"""The pages of this package."""

from app.staffing.views import finding, lists, members, public, roles, rooms
from app.staffing.views.root import bp

__all__ = ["bp", "finding", "lists", "members", "public", "roles", "rooms"]
