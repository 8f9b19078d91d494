"""Who read a notice, as the school sees it: by family, and by which way."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes.models import Enrollment, EnrollmentRole
from app.classes.queries import is_current
from app.clock import day_of
from app.consents import rules
from app.consents.models import GuardianLetter, Guardianship, NoticeReading
from app.consents.queries.deciding import answers_alone
from app.consents.queries.family import is_open
from app.consents.queries.school import numbered
from app.consents.rules import How, Notice, Relation
from app.identity.models import User

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Reading:
    """A guardian said that they read it; ``how`` is None where that was not kept yet."""

    relation: Relation
    how: How | None
    on: "date"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A pupil of a class, and which of their guardians read a notice.

    Attributes:
        answers_alone: Old enough; no guardian is asked.
        readings: The earliest first, of guardians whose view is open; those of closed views do
            not count, so that whoever is left is told.
        letter_until: The last whole day of a letter that is out; None for no letter.
    """

    id: uuid.UUID
    number: int | None
    name: str
    answers_alone: bool
    readings: tuple[Reading, ...]
    letter_until: "date | None"

    @property
    def is_read(self) -> bool:
        """Whether somebody of the family read it."""
        return bool(self.readings)

    @property
    def is_waited_for(self) -> bool:
        """Whether a guardian is asked, and none has read it."""
        return not self.answers_alone and not self.readings


@dataclass(frozen=True, slots=True)
class ReadCount:
    """Families of a class who are asked, and those who read it."""

    asked: int
    read: int


def notice_rows(
    session: "Session",
    class_id: uuid.UUID,
    notice: Notice,
    number: int,
    *,
    now: "datetime",
    consent_age: int,
) -> list[NoticeRow]:
    """Return the pupils of a class, 出席番号順, with who read a version of a notice.

    Four queries.
    """
    numbers = numbered(session, class_id, on=day_of(now))
    ids = [one.id for one, _ in numbers]
    readings = _readings(session, ids, notice, number, on=day_of(now))
    letters = _letters(session, ids, now=now)
    return [
        NoticeRow(
            id=one.id,
            number=attendance,
            name=one.name,
            answers_alone=answers_alone(one, consent_age=consent_age),
            readings=tuple(readings.get(one.id, ())),
            letter_until=letters.get(one.id),
        )
        for one, attendance in numbers
    ]


def read_counts(
    session: "Session",
    class_ids: Collection[uuid.UUID],
    notice: Notice,
    number: int,
    *,
    on: "date",
    consent_age: int,
) -> dict[uuid.UUID, ReadCount]:
    """Return how many families of each class read a version of a notice; one query."""
    read = (
        sa.select(Guardianship.child_id)
        .join(NoticeReading, NoticeReading.guardianship_id == Guardianship.id)
        .where(NoticeReading.notice == notice, NoticeReading.text_version == number, is_open(on))
        .distinct()
        .subquery()
    )
    rows = session.execute(
        sa.select(Enrollment.class_id, sa.func.count(), sa.func.count(read.c.child_id))
        .join(User, User.id == Enrollment.user_id)
        .outerjoin(read, read.c.child_id == Enrollment.user_id)
        .where(
            Enrollment.class_id.in_(class_ids),
            Enrollment.role == EnrollmentRole.STUDENT,
            is_current(on),
            User.disabled_at.is_(None),
            sa.or_(User.grade.is_(None), User.grade < rules.first_grade_alone(consent_age)),
        )
        .group_by(Enrollment.class_id)
    )
    return {class_id: ReadCount(asked, told) for class_id, asked, told in rows}


def _readings(
    session: "Session", ids: Collection[uuid.UUID], notice: Notice, number: int, *, on: "date"
) -> dict[uuid.UUID, list[Reading]]:
    rows = session.execute(
        sa.select(
            Guardianship.child_id,
            Guardianship.relation,
            NoticeReading.how,
            NoticeReading.confirmed_on,
        )
        .join(NoticeReading, NoticeReading.guardianship_id == Guardianship.id)
        .where(
            Guardianship.child_id.in_(ids),
            NoticeReading.notice == notice,
            NoticeReading.text_version == number,
            is_open(on),
        )
        .order_by(NoticeReading.confirmed_on, NoticeReading.id)
    )
    found: dict[uuid.UUID, list[Reading]] = defaultdict(list)
    for child_id, relation, how, confirmed_on in rows:
        found[child_id].append(Reading(relation, how, confirmed_on))
    return found


def _letters(
    session: "Session", ids: Collection[uuid.UUID], *, now: "datetime"
) -> dict[uuid.UUID, "date"]:
    rows = session.execute(
        sa.select(GuardianLetter.child_id, GuardianLetter.expires_at).where(
            GuardianLetter.child_id.in_(ids),
            GuardianLetter.voided_at.is_(None),
            GuardianLetter.expires_at > now,
        )
    )
    a_day = timedelta(days=1)
    return {child_id: day_of(expires_at) - a_day for child_id, expires_at in rows}
