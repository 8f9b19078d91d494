"""The one blueprint of this package."""

from flask import Blueprint

bp = Blueprint("recognition", "app.recognition", template_folder="templates")

UNPROCESSABLE = 422
