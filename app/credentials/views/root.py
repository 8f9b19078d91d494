"""The one blueprint of this package; the modules beside it put their routes on it."""

from flask import Blueprint

bp = Blueprint("credentials", "app.credentials", template_folder="templates")
