"""Hand in what was learned elsewhere, and assess it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.endorsements import rules
from app.endorsements.errors import Refused
from app.endorsements.models import PriorLearning, PriorLearningFile
from app.endorsements.rules import Stage
from app.frameworks import queries as frameworks
from app.identity import queries as identity
from app.talent import grounds
from app.talent.errors import NotStaffError
from app.talent.grounds import Ground
from app.talent.rules import Source

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Learned:
    """What somebody says they learned elsewhere.

    Attributes:
        title: What: a course, an examination, a certificate.
        place: Where: a university, a company, an association.
        finished_on: When it was finished.
        hours: How many it took, where known.
        link: Where it is described, or empty.
        words: What was learned, in their own words.
        asked: Item ref → level, as they claim.
    """

    title: str
    place: str
    finished_on: date
    hours: int | None = None
    link: str = ""
    words: str = ""
    asked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that shows it, as it may be kept; ``suffix`` without the dot."""

    suffix: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Assessment:
    """What HR makes of it.

    Attributes:
        stage: Accepted, declined, or asked: back to the person with a question.
        words: The reason, or the question.
        given: When accepted: item ref → level; what is left out, or 0, does not count.
        expires_on: When accepted: the last good day; None for no end.
    """

    stage: Stage
    words: str
    given: Mapping[str, int] = field(default_factory=dict)
    expires_on: date | None = None


def claim(
    session: "Session",
    person_id: uuid.UUID,
    learned: Learned,
    *,
    shown: Shown | None = None,
    question: str = "",
    now: datetime,
) -> PriorLearning:
    """Hand in what one learned elsewhere.

    Args:
        session: The caller's transaction.
        person_id: Whose.
        learned: What.
        shown: What shows it.
        question: What the person has to answer before HR looks; empty for nothing.
        now: When.

    Raises:
        Refused: ``not_staff``; ``nothing`` where no item of ours is claimed and none is asked
            for; ``until`` where it is not finished yet.
    """
    today = day_of(now)
    if not identity.person(session, person_id, on=today).works_for_city:
        raise Refused("not_staff")
    row = PriorLearning(id=uuid.uuid4(), person_id=person_id, handed_on=today, accepted={})
    row.question, row.stage = question, Stage.ASKED if question else Stage.WAITING
    _write(row, learned, today=today)
    session.add(row)
    session.flush()
    _keep(session, row, shown)
    _record(session, "endorsements.claimed", row, by=person_id, now=now)
    return row


def change(
    session: "Session",
    row: PriorLearning,
    learned: Learned,
    *,
    reply: str = "",
    shown: Shown | None = None,
    now: datetime,
) -> None:
    """Change what one handed in, and answer what was asked; it waits again from today.

    Raises:
        Refused: ``settled``, ``nothing`` or ``until``.
    """
    if row.stage not in rules.OPEN:
        raise Refused("settled")
    row.stage, row.reply, row.handed_on = Stage.WAITING, reply, day_of(now)
    _write(row, learned, today=day_of(now))
    _keep(session, row, shown)
    session.flush()


def take_back(session: "Session", row: PriorLearning, *, now: datetime) -> None:
    """Take back what one handed in; the file goes.

    Raises:
        Refused: ``settled``.
    """
    if row.stage not in rules.OPEN:
        raise Refused("settled")
    row.stage, row.answered_on, row.seen_on = Stage.TAKEN_BACK, day_of(now), day_of(now)
    session.execute(sa.delete(PriorLearningFile).where(PriorLearningFile.prior_id == row.id))
    session.flush()


def assess(
    session: "Session",
    row: PriorLearning,
    assessment: Assessment,
    *,
    by: uuid.UUID,
    now: datetime,
) -> None:
    """Accept what was learned elsewhere, decline it, or ask something.

    Raises:
        Refused: ``own``, ``settled``, ``higher`` (more than was claimed), ``nothing`` (accepted
            without an item), ``expired``, ``not_staff``. Nothing was written.
    """
    today = day_of(now)
    if by == row.person_id:
        raise Refused("own")
    if row.stage not in rules.OPEN:
        raise Refused("settled")
    if assessment.stage is Stage.ASKED:
        row.question, row.reply = assessment.words, ""
    elif assessment.stage is Stage.ACCEPTED:
        _accept(session, row, assessment, now=now)
    if assessment.stage is not Stage.ASKED:
        row.answer, row.answered_on, row.answered_by_id = assessment.words, today, by
    row.stage, row.seen_on = assessment.stage, None
    session.flush()
    _record(session, "endorsements.assessed", row, by=by, now=now)


def _accept(
    session: "Session", row: PriorLearning, assessment: Assessment, *, now: datetime
) -> None:
    today = day_of(now)
    try:
        given = rules.granted(row.asked, assessment.given)
    except ValueError:
        raise Refused("higher") from None
    if not given:
        raise Refused("nothing")
    if assessment.expires_on is not None and assessment.expires_on < today:
        raise Refused("expired")
    ground = Ground(
        row.id, Source.PRIOR_LEARNING, row.title, row.place, today, assessment.expires_on
    )
    try:
        grounds.attest(session, row.person_id, ground, given.items(), now=now)
    except NotStaffError:
        raise Refused("not_staff") from None
    row.accepted, row.expires_on = given, assessment.expires_on


def _write(row: PriorLearning, learned: Learned, *, today: date) -> None:
    asked = {
        ref: level
        for ref, level in learned.asked.items()
        if (item := frameworks.find_item(ref)) is not None and item.level(level) is not None
    }
    if not asked and not (row.stage is Stage.ASKED and row.question):
        raise Refused("nothing")
    if learned.finished_on > today:
        raise Refused("until")
    row.title, row.place, row.words = learned.title, learned.place, learned.words
    row.finished_on, row.hours, row.link = learned.finished_on, learned.hours, learned.link
    row.asked = asked


def _keep(session: "Session", row: PriorLearning, shown: Shown | None) -> None:
    if shown is None:
        return
    session.execute(sa.delete(PriorLearningFile).where(PriorLearningFile.prior_id == row.id))
    session.add(
        PriorLearningFile(
            prior_id=row.id, suffix=shown.suffix, size=len(shown.content), content=shown.content
        )
    )
    session.flush()


def _record(
    session: "Session", action: str, row: PriorLearning, *, by: uuid.UUID, now: datetime
) -> None:
    details = {"prior": str(row.id), "stage": row.stage.value}
    audit.record(session, action, now=now, by=by, subject=row.person_id, details=details)
