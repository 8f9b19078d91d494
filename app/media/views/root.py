"""The blueprint of this package's pages."""

from flask import Blueprint

bp = Blueprint("media", "app.media", template_folder="templates", url_prefix="/authoring")
