"""What somebody finds on their home, and where they go on."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments.models import Assignee, Assignment
from app.assignments.rules import OPEN, State
from app.catalog.models import Course
from app.learning.models import Registration
from app.ui.days import child_date
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.i18n.interface import Message

A_WEEK = 7
"""Within it the day of the week says enough."""


@dataclass(frozen=True, slots=True)
class OwnAssignment:
    """Something the person has to finish, or has just finished (``is_done``).

    ``days_left`` counts today: 1 is «until today», 0 or less is past.
    """

    id: uuid.UUID
    title: str
    purpose: str
    due_on: "date"
    days_left: int
    is_begun: bool
    is_done: bool
    courses: int
    courses_done: int

    @property
    def until(self) -> "Message":
        """How long there is time, in words: today counts, and nobody is blamed."""
        day, left = child_date(self.due_on), self.days_left
        if left > A_WEEK:
            return _("%(day)sまで（きょうを入れてあと%(n)s日）", day=day, n=left)
        if left > 1:
            return _("きょうを入れてあと%(n)s日（%(day)sまで）", n=left, day=self._weekday)
        if left == 1:
            return _("きょうまで")
        return _("%(day)sまででした。いまからでも受けられます。", day=day)

    @property
    def _weekday(self) -> "Message":
        return (
            *(_("月曜日"), _("火曜日"), _("水曜日"), _("木曜日")),
            *(_("金曜日"), _("土曜日"), _("日曜日")),
        )[self.due_on.weekday()]


def own_assignments(
    session: "Session", person_id: uuid.UUID, *, today: "date"
) -> tuple[OwnAssignment, ...]:
    """Return what is open, the next due day first, and what was done and not thanked for yet.

    One query, by index.
    """
    rows = session.execute(
        sa.select(Assignee, Assignment)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .where(
            Assignee.person_id == person_id,
            Assignment.withdrawn_on.is_(None),
            sa.or_(
                Assignee.state.in_(OPEN),
                sa.and_(Assignee.state == State.DONE, Assignee.thanked_on.is_(None)),
            ),
        )
        .order_by(Assignment.due_on, Assignment.created_at)
        .limit(50)
    )
    return tuple(
        OwnAssignment(
            id=row.id,
            title=row.title,
            purpose=row.purpose,
            due_on=row.due_on,
            days_left=(row.due_on - today).days + 1,
            is_begun=one.state is State.UNDER_WAY,
            is_done=one.state is State.DONE,
            courses=len(row.courses),
            courses_done=len(one.done),
        )
        for one, row in rows
    )


def next_course(
    session: "Session", person_id: uuid.UUID, assignment_id: uuid.UUID
) -> tuple[str, uuid.UUID | None]:
    """Return the course to go on with, and the run that is under way in it, if there is one.

    Raises:
        NoResultFound: The person is not in this assignment.
    """
    row, done = session.execute(
        sa.select(Assignment, Assignee.done)
        .join(Assignee, Assignee.assignment_id == Assignment.id)
        .where(Assignment.id == assignment_id, Assignee.person_id == person_id)
    ).one()
    slug = next((one for one in row.courses if one not in done), row.courses[0])
    run = session.scalar(
        sa.select(Registration.id)
        .join(Course, Course.id == Registration.course_id)
        .where(
            Registration.learner_id == person_id,
            Registration.completed_at.is_(None),
            Registration.merged_into_id.is_(None),
            Course.slug == slug,
        )
        .order_by(Registration.last_active_at.desc())
        .limit(1)
    )
    return slug, run
