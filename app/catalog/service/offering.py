"""What a course is offered as: retired or not, and what is told of its versions."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.catalog.errors import NotInCatalog
from app.catalog.models import Course, ReleaseNote

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def retire_course(
    session: "Session", slug: str, *, now: "datetime", by: uuid.UUID | None = None
) -> None:
    """Let a course take nobody new; one that is retired stays so since it was.

    Raises:
        NotInCatalog: No such course.
    """
    course = _course(session, slug)
    if course.retired_at is None:
        course.retired_at = now
        _log(session, "course.retired", course, now=now, by=by)
    session.flush()


def bring_back(
    session: "Session", slug: str, *, now: "datetime", by: uuid.UUID | None = None
) -> None:
    """Offer a retired course again, in its current version.

    Raises:
        NotInCatalog: No such course.
    """
    course = _course(session, slug)
    if course.retired_at is not None:
        course.retired_at = None
        _log(session, "course.brought_back", course, now=now, by=by)
    session.flush()


def keep_note(
    session: "Session", version_id: uuid.UUID, *, for_learners: str, for_teachers: str
) -> None:
    """Tell what a version changed, in the place of what was told before."""
    note = session.scalars(
        sa.select(ReleaseNote).where(ReleaseNote.course_version_id == version_id)
    ).one_or_none()
    if note is None:
        note = ReleaseNote(course_version_id=version_id)
        session.add(note)
    note.for_learners, note.for_teachers = for_learners, for_teachers
    session.flush()


def _log(
    session: "Session", action: str, course: Course, *, now: "datetime", by: uuid.UUID | None
) -> None:
    details = {"course": course.slug}
    audit.record(session, action, now=now, by=by, subject=course.id, details=details)


def _course(session: "Session", slug: str) -> Course:
    course = session.scalars(
        sa.select(Course)
        .where(Course.slug == slug, Course.current_version_id.is_not(None))
        .with_for_update()
    ).one_or_none()
    if course is None:
        raise NotInCatalog(slug)
    return course
