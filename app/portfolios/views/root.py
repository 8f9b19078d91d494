"""The one blueprint of this package."""

from flask import Blueprint

bp = Blueprint("portfolios", "app.portfolios", template_folder="templates")
