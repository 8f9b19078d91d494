"""Whether the site is alive, and the operators' page of deliveries that gave up."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import roles_required
from app.identity.models import Role
from app.outbox import queries, service
from app.ui.page import render_page

bp = Blueprint("ops", __name__, template_folder="templates")


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """Answer while the process lives and its database answers."""
    queries.waiting(reading())
    return {"status": "ok"}


@bp.get("/admin/deliveries")
@roles_required(Role.ADMINISTRATOR)
def deliveries() -> ResponseReturnValue:
    """Show what waits to be delivered, and what needs a person."""
    session = reading()
    return render_page(
        "ops/deliveries.html",
        "main",
        waiting=queries.waiting(session),
        dead=queries.dead_deliveries(session),
    )


@bp.post("/admin/deliveries")
@roles_required(Role.ADMINISTRATOR)
def send_again() -> ResponseReturnValue:
    """Give a delivery that gave up another ten tries."""
    number, handler = request.form.get("event_seq", ""), request.form.get("handler", "")
    if not number.isdigit():
        abort(400)
    with transaction() as session:
        service.send_again(session, int(number), handler, now=clock.now())
    return redirect(url_for("ops.deliveries"))
