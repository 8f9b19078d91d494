"""Public pages: what each item of a framework is called, and where the name comes from."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from app.frameworks import queries
from app.frameworks.errors import UnknownFrameworkError
from app.ui.page import render_page

bp = Blueprint("frameworks", __name__, url_prefix="/frameworks", template_folder="templates")


@bp.get("/")
def show_frameworks() -> ResponseReturnValue:
    """List the frameworks on file."""
    return render_page("frameworks/list.html", "main", frameworks=queries.frameworks())


@bp.get("/<ref>")
def show_framework(ref: str) -> ResponseReturnValue:
    """Show the items of one version; ``#<code>`` is the address credentials carry."""
    try:
        framework = queries.framework(ref)
    except UnknownFrameworkError:
        abort(404)
    return render_page("frameworks/framework.html", "main", framework=framework)
