"""The one blueprint of this package."""

from flask import Blueprint

bp = Blueprint("following", "app.following", template_folder="templates")
