"""The teacher's side: the doors of their classes, who is in, and who is stuck."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.classes.cards import queries, rules, service
from app.classes.cards.errors import OutsideHours
from app.classes.cards.views.root import PICTURE_NAMES, bp, own_class, qr_of
from app.db import reading, transaction
from app.identity.login import me, registered
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _


@bp.get("/classes/<uuid:class_id>/door")
@registered
def door(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show the door of a class: how to open it, or its code and who is in."""
    return _page(class_id)


@bp.post("/classes/<uuid:class_id>/door")
@registered
def open_door(class_id: uuid.UUID) -> ResponseReturnValue:
    """Open it; outside the hours of school only with the tick that says so."""
    try:
        with transaction() as session:
            own_class(session, class_id)
            service.open_door(
                session,
                class_id,
                by=me().id,
                address=request.remote_addr,
                now=clock.now(),
                secret_key=site().settings.secret_key,
                is_meant="outside" in request.form,
            )
    except OutsideHours:
        return _page(class_id, lacks_tick=True, status=422)
    return redirect(url_for("class_cards.door", class_id=class_id), 303)


@bp.post("/classes/<uuid:class_id>/door/close")
@registered
def close_door(class_id: uuid.UUID) -> ResponseReturnValue:
    """Close it at once; who is in stays in."""
    with transaction() as session:
        own_class(session, class_id)
        service.close_door(session, class_id, by=me().id, now=clock.now())
    flash(_("入り口を閉じました。もう入っている子は、そのまま続けられます。"), "good")
    return redirect(url_for("class_cards.door", class_id=class_id), 303)


@bp.post("/classes/<uuid:class_id>/door/<uuid:user_id>/again")
@registered
def open_again(class_id: uuid.UUID, user_id: uuid.UUID) -> ResponseReturnValue:
    """Let a child who is stuck try again."""
    now = clock.now()
    with transaction() as session:
        own_class(session, class_id)
        opened = queries.open_door(session, class_id, now=now)
        if opened is not None:
            service.open_card_again(session, opened.id, user_id, by=me().id, now=now)
    return redirect(url_for("class_cards.door", class_id=class_id), 303)


def _page(
    class_id: uuid.UUID, *, lacks_tick: bool = False, status: int = 200
) -> ResponseReturnValue:
    sit_at_desk()
    session, now = reading(), clock.now()
    class_ = own_class(session, class_id)
    opened = queries.open_door(session, class_id, now=now)
    found = queries.children(
        session, class_id, on=clock.day_of(now), door_id=None if opened is None else opened.id
    )
    address = site().settings.public_url + url_for("class_cards.code")
    return render_page(
        "cards/door.html",
        "children",
        status=status,
        class_=class_,
        opened=opened,
        children=found,
        names=PICTURE_NAMES,
        code="" if opened is None else rules.spoken(opened.code),
        qr=None if opened is None else qr_of(f"{address}?code={opened.code}"),
        address=address,
        until="" if opened is None else opened.closes_at.astimezone(clock.JST).strftime("%-H:%M"),
        is_outside=not rules.is_school_time(now),
        lacks_tick=lacks_tick,
    )
