"""The one blueprint of this package; ``projects.doors.inside`` says who opens its pages."""

from flask import Blueprint

bp = Blueprint("journals", "app.journals", template_folder="templates")

UNPROCESSABLE = 422
