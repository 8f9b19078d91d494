"""Tell of a mistake, and answer. Each function is one job, inside the caller's transaction."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import service as identity
from app.identity.models import User
from app.mistakes import rules
from app.mistakes.events import MistakeReported
from app.mistakes.models import LessonReport, MistakeKind, ReportState
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST_BY_PERSON = 10
MOST_FROM_ADDRESS = 40
"""In 15 minutes. A school, or a hall full of citizens, has one address."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader sends. ``quoted`` is the text at the spot."""

    course_version_id: uuid.UUID
    spot: rules.Spot
    quoted: str
    kind: MistakeKind
    words: str


def report_mistake(
    session: "Session",
    told: Told,
    *,
    by: uuid.UUID | None,
    secret: str,
    address: str | None,
    now: "datetime",
) -> LessonReport:
    """Keep what a reader told, and let those know who mend it.

    Args:
        session: The open transaction.
        told: What, and where.
        by: Who has an account; None for visitors and guests.
        secret: The installation's.
        address: Where the request comes from; its network is counted for those without an
            account, and kept nowhere but as a keyed hash.
        now: The present instant.

    Raises:
        TooManyAttempts: This person, or this address, told too much within 15 minutes.
    """
    if by is None:
        identity.take_nameless_turn(
            session, "mistake", secret=secret, address=address, limit=MOST_FROM_ADDRESS, now=now
        )
    else:
        what = f"mistake:{by}"
        identity.take_turn(session, what, address=None, limit=MOST_BY_PERSON, now=now)
    report = LessonReport(
        course_version_id=told.course_version_id,
        lesson=told.spot.lesson,
        step=told.spot.step,
        block=told.spot.block,
        item=told.spot.item,
        excerpt=rules.excerpt(told.quoted),
        kind=told.kind,
        words=told.words,
        told_by_id=by,
        told_at=now,
    )
    session.add(report)
    session.flush()
    outbox.publish(session, MistakeReported(report.id, now))
    return report


def answer_report(
    session: "Session",
    report_id: uuid.UUID,
    state: ReportState,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> None:
    """Say what became of a report; "open" takes an earlier answer back.

    Raises:
        NoResultFound: There is no such report.
    """
    report = session.get_one(LessonReport, report_id)
    is_open = state is ReportState.OPEN
    report.state = state
    report.answered_at = None if is_open else now
    report.answered_by_id = None if is_open else by
    session.flush()


def forget_tellers(session: "Session") -> None:
    """Take the names of people whose account is closed from what they told; the words stay."""
    closed = sa.select(User.id).where(User.disabled_at.is_not(None))
    session.execute(
        sa.update(LessonReport).where(LessonReport.told_by_id.in_(closed)).values(told_by_id=None)
    )
