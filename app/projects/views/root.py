"""The one blueprint of this package, and what its views have in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.projects.errors import ProjectRefused
from app.projects.words import WHY
from app.ui.site import site

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

bp = Blueprint("projects", "app.projects", template_folder="templates")

UNPROCESSABLE = 422
OWN = "projects.mine"
"""Where somebody goes on who is not in the project any more."""


def today() -> "date":
    """Return the day on the city's clocks."""
    return clock.day_of(clock.now())


def consent_age() -> int:
    """Return the age from which people answer for themselves, in years."""
    return site().settings.consent_age


def only_if(allowed: bool) -> None:  # noqa: FBT001  it reads as a sentence
    """End in 404 for whoever may not: for them the page does not exist."""
    if not allowed:
        abort(404)


@contextmanager
def telling_refusals() -> Iterator[None]:
    """Say in a sentence why something was not done; nothing was then."""
    try:
        yield
    except ProjectRefused as refused:
        flash(str(WHY[refused.fault]), "note")


def do(
    standing: "Standing",
    job: "Callable[[Session], object]",
    said: object,
    *,
    to: str = "projects.project",
) -> ResponseReturnValue:
    """Do a job in a transaction, say that it was done or why it was not, and go on to a page."""
    with telling_refusals():
        with transaction() as session:
            job(session)
        flash(str(said), "good")
    where = url_for(to) if to == OWN else url_for(to, key=standing.project.key)
    return redirect(where, 303)
