"""Making school years and classes, and enrolling people in them."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.service import record
from app.classes import rules
from app.classes.models import (
    AcademicSession,
    Class,
    ClassKind,
    Enrollment,
    EnrollmentRole,
    SessionKind,
)
from app.identity.models import Organization, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person


def ensure_school_year(session: "Session", year: int) -> AcademicSession:
    """Return the school year that begins in April of ``year``; make it if it is not there."""
    title, starts_on, ends_on = rules.school_year(year)
    found = session.scalars(
        sa.select(AcademicSession).filter_by(kind=SessionKind.SCHOOL_YEAR, starts_on=starts_on)
    ).one_or_none()
    if found is not None:
        return found
    made = AcademicSession(
        title=title, kind=SessionKind.SCHOOL_YEAR, starts_on=starts_on, ends_on=ends_on
    )
    session.add(made)
    session.flush()
    return made


def create_class(
    session: "Session",
    school: Organization,
    title: str,
    *,
    year: AcademicSession,
    kind: ClassKind = ClassKind.HOMEROOM,
    grades: Sequence[str] = (),
    position: int = 0,
) -> Class:
    """Make a class of a school in a session; ``grades`` as OneRoster codes."""
    made = Class(
        organization_id=school.id,
        session_id=year.id,
        title=title,
        kind=kind,
        grades=list(grades),
        position=position,
    )
    session.add(made)
    session.flush()
    return made


def enroll(
    session: "Session",
    user: User,
    class_id: uuid.UUID,
    role: EnrollmentRole,
    *,
    starts_on: date,
    ends_on: date | None = None,
    attendance_number: int | None = None,
    is_primary: bool = False,
) -> Enrollment:
    """Give somebody a place in a class from a day on."""
    made = Enrollment(
        class_id=class_id,
        user_id=user.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        attendance_number=attendance_number,
        is_primary=is_primary,
    )
    session.add(made)
    session.flush()
    return made


def note(
    session: "Session",
    action: str,
    subject: uuid.UUID,
    *,
    by: "Person",
    now: "datetime",
    **details: object,
) -> None:
    """Keep in the log what somebody does, and in which post."""
    record(
        session,
        action,
        now=now,
        by=by.id,
        acting_as=by.acting_id,
        subject=subject,
        details=details,
    )
