"""The one blueprint of this package, and who opens its pages."""

from flask import Blueprint

from app.agreements import policy
from app.identity.login import let_in

bp = Blueprint("agreements", "app.agreements", template_folder="templates")

UNPROCESSABLE = 422

readers_only = let_in(policy.can_read)
"""Lets in whoever works with others for an organization."""

keepers_only = let_in(policy.can_keep)
"""Lets in whoever administers the city."""
