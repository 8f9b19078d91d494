"""The one blueprint of this package; the modules beside it put their routes on it."""

from flask import Blueprint

bp = Blueprint("exchange", "app.exchange", template_folder="templates")
