"""Reading the log."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.rules import LOOKED, Entry, first_break
from app.clock import JST, day_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE_SIZE = 50
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody wants to see.

    Attributes:
        action: One action; "" for all.
        people: Ids of which one did the act or was its subject; None for everybody's.
        since: The first day in Japan, or None.
        until: The last day in Japan, or None.
    """

    action: str = ""
    people: Collection[uuid.UUID] | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the newest first; ``before`` leads to the older ones."""

    rows: Sequence[Entry]
    before: int | None


@dataclass(frozen=True, slots=True)
class LookAt:
    """On one day in Japan somebody opened a page of a person's."""

    looked_on: date
    by: uuid.UUID
    place: str


def page(session: "Session", wanted: Wanted, *, before: int | None = None) -> Page:
    """Return fifty entries, those before a sequence if one is given; one query."""
    asked = _asked(wanted).order_by(AuditEntry.sequence.desc()).limit(PAGE_SIZE + 1)
    if before is not None:
        asked = asked.where(AuditEntry.sequence < before)
    found = [row.as_sealed() for row in session.scalars(asked)]
    rows = found[:PAGE_SIZE]
    return Page(rows, rows[-1].sequence if len(found) > PAGE_SIZE else None)


def pages(session: "Session", wanted: Wanted) -> Iterator[Sequence[tuple[Entry, str]]]:
    """Yield all entries with their digests, the oldest first, 500 at a time."""
    last = 0
    while True:
        asked = _asked(wanted).where(AuditEntry.sequence > last)
        found = session.scalars(asked.order_by(AuditEntry.sequence).limit(AT_ONCE)).all()
        if not found:
            return
        last = found[-1].sequence
        yield [(row.as_sealed(), row.digest) for row in found]
        session.expunge_all()


def actions(session: "Session") -> list[str]:
    """Return every action the log has, in the order of the alphabet."""
    return list(session.scalars(sa.select(AuditEntry.action).distinct().order_by("action")))


def looks_at(session: "Session", *account_ids: uuid.UUID, limit: int = 100) -> list[LookAt]:
    """Return who opened somebody's pages, the latest first."""
    rows = session.execute(
        sa.select(AuditEntry.occurred_at, AuditEntry.actor_id, AuditEntry.details)
        .where(
            AuditEntry.subject_id.in_(account_ids),
            AuditEntry.action == LOOKED,
            AuditEntry.actor_id.is_not(None),
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(limit)
    )
    return [
        LookAt(day_of(at), by, str(details.get("place", "")))
        for at, by, details in rows
        if by is not None
    ]


def has_looked(
    session: "Session", place: str, *, by: uuid.UUID, subject: uuid.UUID, now: datetime
) -> bool:
    """Say whether today's look of somebody at a page of somebody's is in the log already."""
    today = session.scalars(
        sa.select(AuditEntry.details).where(
            AuditEntry.action == LOOKED,
            AuditEntry.actor_id == by,
            AuditEntry.subject_id == subject,
            AuditEntry.occurred_at >= _beginning(day_of(now)),
        )
    )
    return any(details.get("place") == place for details in today)


def broken_at(session: "Session") -> int | None:
    """Return the sequence from which the chain does not hold, or None where it is whole."""
    asked = sa.select(AuditEntry).order_by(AuditEntry.sequence)
    with session.execute(asked.execution_options(yield_per=1000)) as rows:  # closed at a break
        return first_break((row.as_sealed(), row.digest) for row in rows.scalars())


def count(session: "Session") -> int:
    """Return how many entries there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0


def _asked(wanted: Wanted) -> sa.Select[AuditEntry]:
    asked = sa.select(AuditEntry)
    if wanted.action:
        asked = asked.where(AuditEntry.action == wanted.action)
    if wanted.people is not None:
        ids = list(wanted.people)
        asked = asked.where(sa.or_(AuditEntry.actor_id.in_(ids), AuditEntry.subject_id.in_(ids)))
    if wanted.since is not None:
        asked = asked.where(AuditEntry.occurred_at >= _beginning(wanted.since))
    if wanted.until is not None:
        asked = asked.where(AuditEntry.occurred_at < _beginning(wanted.until) + timedelta(days=1))
    return asked


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), JST).astimezone(UTC)
