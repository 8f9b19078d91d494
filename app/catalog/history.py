"""The versions of a course, and what is told of them."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog.models import Course, CourseVersion, ReleaseNote
from app.clock import day_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list. What is told of it is plain text, and may be empty."""

    id: uuid.UUID
    number: int
    published_on: date
    is_current: bool
    for_learners: str
    for_teachers: str


def versions_of(session: "Session", slug: str) -> list[VersionRow]:
    """Return the versions of a course, the newest first."""
    rows = session.execute(
        sa.select(
            CourseVersion.id,
            CourseVersion.number,
            CourseVersion.published_at,
            Course.current_version_id,
            ReleaseNote.for_learners,
            ReleaseNote.for_teachers,
        )
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(ReleaseNote, ReleaseNote.course_version_id == CourseVersion.id)
        .where(Course.slug == slug)
        .order_by(CourseVersion.number.desc())
    )
    return [
        VersionRow(
            row.id,
            row.number,
            day_of(row.published_at),
            row.id == row.current_version_id,
            row.for_learners or "",
            row.for_teachers or "",
        )
        for row in rows
    ]
