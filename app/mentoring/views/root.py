"""The one blueprint of this package, who opens its pages, and what they share."""

import uuid
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from flask import Blueprint, Flask, abort, request, url_for

from app import clock
from app.concerns import telling
from app.db import reading, transaction
from app.identity.login import let_in
from app.mentoring import policy, queries
from app.mentoring.errors import NoSuchTicket, TicketRefused
from app.projects.errors import ProjectRefused
from app.ui.page import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.mentoring.models import Ticket
    from app.projects.queries import Standing

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("mentoring", "app.mentoring", template_folder="templates")

UNPROCESSABLE = 422

vouchers = let_in(policy.vouches)
"""Lets in who vouches for mentors; for which organizations, ``policy.places_of`` says."""

adults = let_in(policy.is_adult)
"""Lets in whoever may be a mentor."""


def init_app(app: Flask) -> None:
    """Let concerns about tickets and messages keep what these say."""
    telling.offer(app, "ticket", queries.told_of_ticket)
    telling.offer(app, "message", queries.told_of_message)


def askers(
    view: "Callable[Concatenate[Standing, P], R]",
) -> "Callable[Concatenate[Standing, P], R]":
    """Let in who writes tickets in the project of the address; stands below ``doors.inside``."""

    @wraps(view)
    def guarded(standing: "Standing", /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.may_ask(standing):
            abort(404)
        return view(standing, *args, **kwargs)

    return guarded


def today() -> date:
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def ticket_of(standing: "Standing", ticket_id: uuid.UUID) -> "Ticket":
    """Return a ticket that the person reads, or end in 404."""
    try:
        return queries.ticket(reading(), standing, ticket_id)
    except NoSuchTicket:
        abort(404)


def attempt(job: "Callable[[Session], object]") -> TicketRefused | None:
    """Do something with a ticket in one transaction; return why it was not done, if so."""
    try:
        with transaction() as session:
            job(session)
    except NoSuchTicket:
        abort(404)
    except TicketRefused as refused:
        return refused
    except ProjectRefused:
        return TicketRefused("ended")
    return None


def seen() -> int | None:
    """Return the edition of the ticket that was read when the form was sent."""
    return whole_number(request.form.get("seen"))


def address(standing: "Standing", ticket_id: uuid.UUID) -> str:
    """Return the page of a ticket."""
    return url_for("mentoring.ticket", key=standing.project.key, ticket_id=ticket_id)
