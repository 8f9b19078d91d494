"""The blueprint of this package's pages."""

from flask import Blueprint

bp = Blueprint("identity", "app.identity", template_folder="templates")
