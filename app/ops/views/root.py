"""The blueprint of this package's pages."""

from flask import Blueprint

bp = Blueprint("ops", "app.ops", template_folder="templates")
