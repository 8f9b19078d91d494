"""What everybody reads: the roles that the city seeks."""

import uuid

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.db import reading
from app.staffing.forms.finding import KINDS
from app.staffing.queries.roles import public_role, shown_roles
from app.staffing.views.root import bp, today
from app.ui.page import render_page


@bp.get("/roles", endpoint="public_roles")
def show_all() -> ResponseReturnValue:
    """Show the roles that the city seeks today."""
    found = shown_roles(reading(), on=today())
    return render_page("staffing/public_roles.html", "main", found=found, kinds=KINDS)


@bp.get("/roles/<uuid:role_id>", endpoint="public_role")
def show_one(role_id: uuid.UUID) -> ResponseReturnValue:
    """Show one of them, with what it asks for and how one gets there."""
    try:
        found = public_role(reading(), role_id, on=today())
    except NoResultFound:
        abort(404)
    return render_page("staffing/public_role.html", "main", found=found, kinds=KINDS)
