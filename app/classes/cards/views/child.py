"""The child's side: the number, the card, the three pictures; nothing is typed but digits."""

import uuid
from collections.abc import Set
from datetime import datetime

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.classes.cards import queries, rules, service
from app.classes.cards.errors import CardUnknown
from app.classes.cards.queries import Child, DoorView
from app.classes.cards.service import Outcome, Verdict
from app.classes.cards.views.root import PICTURE_NAMES, bp
from app.db import reading, transaction
from app.identity.admission import admit
from app.identity.errors import TooManyAttempts
from app.identity.limits import limits_noted
from app.identity.login import end_session_at, reader_like
from app.ui.page import render_page
from app.ui.reader import set_reader
from app.ui.site import site

_DOOR = "class_door"
YOUNGEST = 1
"""Whose reading the page of the number has: nobody knows yet who stands before it."""
BY_PICTURES, BY_CODE = ("kba",), ("sc",)
"""RFC 8176: what a person knows; a card a person holds."""


@bp.get("/class")
def code() -> ResponseReturnValue:
    """Ask for the number of the class; with the QR code it is there already."""
    given = request.args.get("code")
    return _code_page() if given is None else _open(given)


@bp.post("/class")
def take_code() -> ResponseReturnValue:
    """Show the cards behind a number."""
    return _open(request.form.get("code", ""))


@bp.get("/class/cards")
def cards() -> ResponseReturnValue:
    """Show the cards of a class whose door is open."""
    found = _door()
    if found is None:
        return _shut()
    return render_page("cards/cards.html", "main", door=found, children=_children(found))


@bp.get("/class/cards/<uuid:user_id>")
def pictures(user_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the three pictures of a card."""
    found = _door()
    if found is None:
        return _shut()
    return _pictures(found, user_id, verdict=None)


@bp.post("/class/cards/<uuid:user_id>")
def take_pictures(user_id: uuid.UUID) -> ResponseReturnValue:
    """Let a child in who chose the right ones."""
    found, now = _door(), clock.now()
    if found is None:
        return _shut()
    chosen = set(request.form.getlist("picture"))
    if not rules.are_pictures(chosen):
        return _pictures(found, user_id, verdict="three", chosen=chosen)
    with transaction() as database:
        key = site().settings.secret_key
        outcome = service.try_pictures(
            database, found.id, user_id, chosen, secret_key=key, now=now
        )
    if outcome.verdict is Verdict.IN:
        return _let_in(outcome, BY_PICTURES, now=now)
    if outcome.verdict is Verdict.SHUT:
        return _shut()
    return _pictures(found, user_id, verdict=outcome.verdict.value)


@bp.get("/class/qr/<token>")
def card(token: str) -> ResponseReturnValue:
    """Show whose card was held up; looking lets nobody in."""
    try:
        with transaction() as database:
            found = service.find_card(database, token, now=clock.now())
    except CardUnknown:
        return _shut()
    set_reader(reader_like("child", grade=YOUNGEST))
    return render_page("cards/card.html", "main", child=found, token=token, names=PICTURE_NAMES)


@bp.post("/class/qr/<token>")
def take_card(token: str) -> ResponseReturnValue:
    """Let in the child of a card."""
    now = clock.now()
    try:
        with transaction() as database:
            outcome = service.enter_by_qr(database, token, now=now)
    except CardUnknown:
        return _shut()
    return _let_in(outcome, BY_CODE, now=now)


def _open(given: str) -> ResponseReturnValue:
    now, wanted = clock.now(), rules.code_key(given)
    try:
        address = request.remote_addr
        with limits_noted(address=address, now=now), transaction() as database:
            found = service.find_door(database, wanted, address=address, now=now)
    except TooManyAttempts:
        return _code_page(given, fault="wait", status=429)
    if found is None and request.method == "GET":  # a QR code that was kept from another day
        return _shut()
    if found is None:
        return _code_page(given, fault="unknown", status=422)
    session[_DOOR] = str(found)
    return redirect(url_for("class_cards.cards"), 303)


def _let_in(outcome: Outcome, amr: tuple[str, ...], *, now: datetime) -> ResponseReturnValue:
    if outcome.entrance is None or outcome.ends_at is None:
        raise LookupError("nobody is in")
    answer = admit(outcome.entrance, amr=amr, now=now)
    end_session_at(outcome.ends_at)
    return answer


def _door() -> DoorView | None:
    """Return the door whose number was typed here, if it is open; pages read as its class does."""
    kept = session.get(_DOOR)
    found = None if kept is None else queries.door(reading(), uuid.UUID(kept), now=clock.now())
    if found is not None:
        set_reader(reader_like("child", grade=found.class_.grade))
    return found


def _children(found: DoorView) -> list[Child]:
    today = clock.day_of(clock.now())
    return queries.children(reading(), found.class_.id, on=today, door_id=found.id)


def _pictures(
    found: DoorView, user_id: uuid.UUID, *, verdict: str | None, chosen: Set[str] = frozenset()
) -> ResponseReturnValue:
    child = next((one for one in _children(found) if one.id == user_id), None)
    if child is None:
        return _shut()
    return render_page(
        "cards/pictures.html",
        "main",
        status=200 if verdict is None else 422,
        door=found,
        child=child,
        verdict="stuck" if child.is_stuck else verdict,
        chosen=chosen,
        pictures=rules.PICTURES,
        names=PICTURE_NAMES,
    )


def _code_page(
    given: str = "", *, fault: str | None = None, status: int = 200
) -> ResponseReturnValue:
    set_reader(reader_like("child", grade=YOUNGEST))
    return render_page("cards/code.html", "main", status=status, given=given, fault=fault)


def _shut() -> ResponseReturnValue:
    """Say that the door is not open; a card that opens nothing looks the same."""
    set_reader(reader_like("child", grade=YOUNGEST))
    return render_page("cards/shut.html", "main", status=403)
