"""Whether the site is alive, and the operators' page of what waits and what gave up."""

import re

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import city_administrators_only
from app.ops import queries
from app.ops.views.root import bp
from app.outbox import queries as outbox
from app.outbox import service
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """Answer while the process lives and its database answers."""
    outbox.waiting(reading(), now=clock.now())
    return {"status": "ok"}


@bp.get("/admin/deliveries")
@city_administrators_only
def deliveries() -> ResponseReturnValue:
    """Show what waits to be delivered, and what needs a person."""
    found = queries.operations(reading(), site().settings, now=clock.now())
    return render_page("ops/deliveries.html", "main", found=found)


@bp.post("/admin/deliveries")
@city_administrators_only
def send_again() -> ResponseReturnValue:
    """Give a delivery that gave up, or all of them, another ten tries."""
    number, handler = request.form.get("event_seq", ""), request.form.get("handler", "")
    is_all = request.form.get("all") == "1"
    if not is_all and not re.fullmatch(r"[0-9]{1,18}", number):
        abort(400)
    with transaction() as session:
        now = clock.now()
        if is_all:
            service.send_all_again(session, now=now)
        else:
            service.send_again(session, int(number), handler, now=now)
    flash(_("列に戻しました。届いたかどうかは、このページで分かります。"), "good")
    return redirect(url_for("ops.deliveries"), 303)
