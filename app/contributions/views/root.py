"""The one blueprint of this package, who opens its pages, and what challenges show of it."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, abort, url_for

from app import clock
from app.challenges import beside
from app.challenges import policy as challenges
from app.contributions import queries
from app.contributions.errors import NoSuchNeed, NoSuchOffer
from app.contributions.forms import KINDS
from app.db import reading
from app.identity.login import person
from app.talent.queries import staff
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.challenges.models import Challenge
    from app.contributions.models import Need
    from app.contributions.queries import Seen, Settling
    from app.identity.person import Person

bp = Blueprint("contributions", "app.contributions", template_folder="templates")

UNPROCESSABLE = 422


def init_app(app: Flask) -> None:
    """Let the pages of challenges of ``app`` show what they need."""
    beside.offer(app, tell_needs)


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def theirs() -> "Settling":
    """Return whose needs the signed-in person settles; two queries."""
    session = reading()
    return queries.settling(session, staff.departments(session), person(), on=today())


def need_here(need_id: uuid.UUID) -> "Need":
    """Return a need that everybody reads, or end in 404."""
    try:
        return queries.need(reading(), need_id)
    except NoSuchNeed:
        abort(404)


def offer_here(offer_id: uuid.UUID, theirs_: "Settling") -> "Seen":
    """Return an offer that is one's own, or that one settles; or end in 404."""
    try:
        return queries.seen_offer(reading(), offer_id, person(), theirs_)
    except NoSuchOffer:
        abort(404)


def tell_needs(
    session: "Session", row: "Challenge", reader: "Person | None"
) -> beside.Section | None:
    """Return what a challenge needs, for its page; nothing where it needs nothing."""
    writes = reader is not None and row.organization_id in challenges.writes_in(
        staff.departments(session), reader
    )
    needs = [one for one in queries.needs_of_challenge(session, row.id) if one.asks(today())]
    if not needs and not writes:
        return None
    return beside.Section(
        "needs",
        _("もとむ"),
        _("この課題のために、もとめているものです。") if needs else _("いまは、ありません。"),
        tuple(_line(one) for one in needs),
        (
            (
                _("「もとむ」を書く・返事をする"),
                url_for("contributions.of_challenge", slug=row.slug),
            ),
        )
        if writes
        else (),
    )


def _line(need: "Need") -> beside.Row:
    way = url_for("contributions.need", need_id=need.id)
    return beside.Row(need.title, str(KINDS[need.kind]), way)
