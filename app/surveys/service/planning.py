"""Plan a round, change it while nobody was asked, drop it; note that results were taken along."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.db import alone
from app.frameworks import queries as frameworks
from app.i18n.dates import fiscal_year
from app.surveys.errors import SurveyRefused
from app.surveys.models import SurveyRound

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

TURN = 7_316_236
"""Who adds answers up, or changes, opens or closes a round."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What HR says of a round.

    Attributes:
        name: What pages call it.
        items: Refs of one framework, in the order in which they are asked; at least one.
        text: What those who are asked read first; may be empty.
        opens_on: The first day.
        closes_on: The last day on which somebody may answer.
    """

    name: str
    items: tuple[str, ...]
    text: str
    opens_on: date
    closes_on: date


def plan(session: "Session", terms: Terms, *, by: uuid.UUID, now: "datetime") -> SurveyRound:
    """Plan a round. Nobody is asked before it opens.

    Raises:
        SurveyRefused: ``past``: its first day is over, or its days are in no order.
        UnknownItemError: An item that no framework has.
    """
    row = SurveyRound(created_at=now, created_by_id=by)
    _write(row, terms, today=day_of(now))
    session.add(row)
    note(session, "surveys.planned", row, by=by, now=now)
    return row


def change(
    session: "Session", row: SurveyRound, terms: Terms, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Plan it otherwise.

    Raises:
        SurveyRefused: ``opened``: people were asked already; or as in ``plan``.
    """
    take_turn(session, row)
    refuse_opened(row)
    _write(row, terms, today=day_of(now))
    note(session, "surveys.changed", row, by=by, now=now)


def discard(session: "Session", row: SurveyRound, *, by: uuid.UUID, now: "datetime") -> None:
    """Drop a round that nobody was asked in.

    Raises:
        SurveyRefused: ``opened``.
    """
    take_turn(session, row)
    refuse_opened(row)
    note(session, "surveys.discarded", row, by=by, now=now)
    session.delete(row)
    session.flush()


def note_export(session: "Session", row: SurveyRound, *, by: uuid.UUID, now: "datetime") -> None:
    """Note that somebody took the results along."""
    note(session, "surveys.exported", row, by=by, now=now)


def take_turn(session: "Session", row: SurveyRound) -> None:
    """Wait for whoever changes a round now, and read what became of this one."""
    session.flush()
    alone(session, TURN)
    session.refresh(row)


def refuse_opened(row: SurveyRound) -> None:
    """Let only a planned round through."""
    if row.opened_on is not None:
        raise SurveyRefused("opened")


def note(
    session: "Session",
    action: str,
    row: SurveyRound,
    *,
    by: uuid.UUID | None,
    now: "datetime",
    **more: int,
) -> None:
    """Add to the log what was done with a round."""
    session.flush()
    audit.record(session, action, now=now, by=by, details={"round": str(row.id), **more})


def _write(row: SurveyRound, terms: Terms, *, today: date) -> None:
    if terms.opens_on < today or terms.closes_on < terms.opens_on:
        raise SurveyRefused("past")
    (framework,) = {frameworks.item(ref).framework for ref in terms.items}
    row.year = fiscal_year(terms.opens_on)
    row.name, row.text = terms.name, terms.text
    row.framework_ref, row.items = framework, list(terms.items)
    row.opens_on, row.closes_on = terms.opens_on, terms.closes_on
