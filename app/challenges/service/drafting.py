"""Write a challenge: as a draft with whatever lines there are, and in part after publication."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.challenges import rules
from app.challenges.errors import ChallengeRefused
from app.challenges.models import Challenge, ChallengeState
from app.challenges.rules import Lines

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Written:
    """What a department writes.

    Attributes:
        organization_id: Whose challenge it is.
        owner_id: Who answers for it; None while nobody does.
        title: Needed from the beginning, like the field: a list has to call it something.
        field: One of the house's five.
        lines: The six lines and the days of the call.
        data: What can be used: title, url and terms of each.
        skills: Refs of framework items that help.
    """

    organization_id: uuid.UUID
    title: str
    field: str
    lines: Lines
    owner_id: uuid.UUID | None = None
    data: tuple[dict[str, str], ...] = ()
    skills: tuple[str, ...] = ()


def draft(
    session: "Session",
    written: Written,
    *,
    by: uuid.UUID,
    now: "datetime",
    proposal_id: uuid.UUID | None = None,
) -> Challenge:
    """Keep a new challenge, which nobody but the department reads yet.

    Raises:
        ChallengeRefused: ``day`` (the call would end before it begins).
    """
    row = Challenge(
        slug=rules.new_slug(),
        organization_id=written.organization_id,
        proposal_id=proposal_id,
        title=written.title,
        field=written.field,
        created_at=now,
        created_by_id=by,
    )
    _fill(row, written)
    session.add(row)
    session.flush()
    _record(session, "challenges.drafted", row, by=by, now=now)
    return row


def change(
    session: "Session",
    row: Challenge,
    written: Written,
    *,
    by: uuid.UUID,
    now: "datetime",
    places: frozenset[uuid.UUID],
) -> None:
    """Write a challenge otherwise; ``row`` is held by the caller's transaction.

    After publication its six lines and its department stand as teams read them. What may still
    change is its data, its skills, who answers for it, and a later last day of its call.

    Raises:
        ChallengeRefused: ``department``, ``closed``, ``day``, ``shorter``. Nothing was written.
    """
    if written.organization_id not in places:
        raise ChallengeRefused("department")
    if row.state is ChallengeState.CLOSED:
        raise ChallengeRefused("closed")
    if row.state is ChallengeState.DRAFT:
        row.organization_id = written.organization_id
        row.title, row.field = written.title, written.field
        _fill(row, written)
    else:
        _extend(row, written.lines.closes_on)
        _fill_around(row, written)
    session.flush()
    _record(session, "challenges.changed", row, by=by, now=now)


def copy(session: "Session", row: Challenge, *, by: uuid.UUID, now: "datetime") -> Challenge:
    """Make a new draft that says the same, without the days and without its answers' story."""
    told = row.lines
    lines = Lines(
        told.trouble,
        told.question,
        told.fixed,
        told.decider,
        use_of_answers=told.use_of_answers,
    )
    written = Written(
        row.organization_id,
        row.title,
        row.field,
        lines,
        owner_id=row.owner_id,
        data=tuple(row.data.get("data", ())),
        skills=tuple(row.skills),
    )
    return draft(session, written, by=by, now=now)


def _fill(row: Challenge, written: Written) -> None:
    lines = written.lines
    if not rules.days_agree(lines.opens_on, lines.closes_on):
        raise ChallengeRefused("day")
    row.trouble, row.question, row.fixed = lines.trouble, lines.question, lines.fixed
    row.decider, row.use_of_answers = lines.decider, lines.use_of_answers
    row.answer_by, row.opens_on, row.closes_on = lines.answer_by, lines.opens_on, lines.closes_on
    _fill_around(row, written)


def _fill_around(row: Challenge, written: Written) -> None:
    row.owner_id = written.owner_id
    row.data = {"data": [dict(one) for one in written.data]}
    row.skills = list(written.skills)


def _extend(row: Challenge, closes_on: date | None) -> None:
    if closes_on is None or row.closes_on is None or closes_on < row.closes_on:
        raise ChallengeRefused("shorter")
    row.closes_on = closes_on


def _record(
    session: "Session", action: str, row: Challenge, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by, details={"challenge": row.slug})
