"""Who is in which class, and who teaches whom."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes.models import Enrollment, EnrollmentRole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def is_current(on: date) -> sa.ColumnElement[bool]:
    """Return the clause of enrollments that hold on a day."""
    return sa.and_(
        Enrollment.starts_on <= on, sa.or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on)
    )


def pupils_taught_by(teacher_id: uuid.UUID, *, on: date) -> sa.Select[uuid.UUID]:
    """Return the ids of the pupils with whom somebody teaches in one class that day."""
    taught = sa.select(Enrollment.class_id).where(
        Enrollment.user_id == teacher_id,
        Enrollment.role.in_((EnrollmentRole.TEACHER, EnrollmentRole.AIDE)),
        is_current(on),
    )
    return sa.select(Enrollment.user_id).where(
        Enrollment.class_id.in_(taught),
        Enrollment.role == EnrollmentRole.STUDENT,
        is_current(on),
    )


def teaches(session: "Session", teacher_id: uuid.UUID, pupil_id: uuid.UUID, *, on: date) -> bool:
    """Say whether somebody teaches a pupil in any class that day."""
    taught = pupils_taught_by(teacher_id, on=on).subquery()
    return bool(session.scalar(sa.select(sa.exists().where(taught.c.user_id == pupil_id))))
