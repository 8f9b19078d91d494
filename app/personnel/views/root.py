"""The one blueprint of these pages, and who may open them."""

from flask import Blueprint

from app.identity.login import let_in
from app.personnel import policy

bp = Blueprint("personnel", "app.personnel", template_folder="templates", url_prefix="/staff")


keepers_only = let_in(policy.can_keep_register)
"""Lets in HR and administrators of the city; for everybody else the page does not exist."""
