"""The blueprint of this package's pages."""

from flask import Blueprint

bp = Blueprint("privacy", "app.privacy", template_folder="templates")
