"""The blueprints of this package."""

from flask import Blueprint, Response

from app import clock
from app.clients import calls

bp = Blueprint("clients", "app.clients", template_folder="templates")
public = Blueprint("oauth", "app.clients")


@bp.after_app_request
def _keep_sums(response: Response) -> Response:
    """Write what silent clients used before: they may not call this process again for days."""
    calls.keep_sums(now=clock.now())
    return response
