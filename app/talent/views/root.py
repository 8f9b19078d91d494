"""The one blueprint of these pages, and who may open those of the registry."""

from flask import Blueprint

from app.identity.login import let_in
from app.talent import policy
from app.talent.words import mark_of

bp = Blueprint("talent", "app.talent", template_folder="templates")
bp.add_app_template_global(mark_of)


registry_reader = let_in(policy.can_read_registry)
"""Lets in HR and administrators of the city; for everybody else the page does not exist."""

people_reader = let_in(policy.can_read_people)
"""Lets in managers as well; whose people they may read, ``queries.scope_of`` says."""
