"""Cards on paper: for a whole class or one child, with the pictures or with a QR code."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.classes.cards import queries, service
from app.classes.cards.queries import Child
from app.classes.cards.views.root import PICTURE_NAMES, bp, own_class, qr_of
from app.db import reading, transaction
from app.identity.login import me, registered
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

WITH_PICTURES, WITH_QR = "pictures", "qr"
EVERYBODY = "all"


@bp.get("/classes/<uuid:class_id>/cards")
@registered
def card_list(class_id: uuid.UUID) -> ResponseReturnValue:
    """List the children of a class and what may be printed; no secret stands here."""
    sit_at_desk()
    session = reading()
    class_ = own_class(session, class_id)
    found = queries.children(session, class_id, on=clock.day_of(clock.now()))
    return render_page(
        "cards/card_list.html", "main", class_=class_, children=found, names=PICTURE_NAMES
    )


@bp.post("/classes/<uuid:class_id>/cards/print")
@registered
def print_cards(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show cards as sheets of paper, and write that down; a QR code is new each time."""
    kind, _part, whose = request.form.get("what", "").partition(":")
    now, key = clock.now(), site().settings.secret_key
    tokens: dict[uuid.UUID, str] = {}
    with transaction() as session:
        class_ = own_class(session, class_id)
        if kind not in {WITH_PICTURES, WITH_QR}:
            abort(400)
        service.make_cards(session, class_id, by=me().id, now=now, secret_key=key)
        children = queries.children(session, class_id, on=clock.day_of(now))
        chosen = [one for one in children if whose in {EVERYBODY, str(one.id)}]
        ids = [one.id for one in chosen]
        if kind == WITH_QR:
            tokens = service.make_qr_tokens(session, ids, by=me().id, now=now)
        else:
            service.note_print(session, ids, by=me().id, now=now)
    if not chosen:
        abort(404)
    return render_page(
        "cards/sheet.html",
        "sheet",
        class_=class_,
        cards=[(one, _qr(tokens.get(one.id)), _pictures(one, key)) for one in chosen],
        with_qr=kind == WITH_QR,
        names=PICTURE_NAMES,
        address=site().settings.public_url + url_for("class_cards.code"),
    )


@bp.post("/classes/<uuid:class_id>/cards/<uuid:user_id>/pictures")
@registered
def change_pictures(class_id: uuid.UUID, user_id: uuid.UUID) -> ResponseReturnValue:
    """Draw new pictures for one child, whose old ones are known to others."""
    now = clock.now()
    with transaction() as session:
        own_class(session, class_id)
        found = queries.children(session, class_id, on=clock.day_of(now))
        if not any(one.id == user_id and one.emblem for one in found):
            abort(404)
        service.change_pictures(
            session, user_id, by=me().id, now=now, secret_key=site().settings.secret_key
        )
    flash(
        _(
            "ひみつの絵を変えました。前のカードは、もう使えません。新しいカードを印刷してください。"
        ),
        "good",
    )
    return redirect(url_for("class_cards.card_list", class_id=class_id), 303)


def _qr(token: str | None) -> str | None:
    if token is None:
        return None
    return qr_of(site().settings.public_url + url_for("class_cards.card", token=token))


def _pictures(one: Child, secret_key: str) -> list[str]:
    if one.pictures_sealed is None:
        return []
    return sorted(service.pictures_of(one.pictures_sealed, secret_key=secret_key))
