"""Runs under way, version by version, and those that may go on in another one."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.catalog.models import Course, CourseVersion
from app.learning.models import Registration

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def under_way(session: "Session", slug: str) -> dict[uuid.UUID, int]:
    """Return how many runs through a course are under way, by version; only where any are."""
    rows = session.execute(
        sa.select(Registration.course_version_id, sa.func.count().label("runs"))
        .join(Course, Course.id == Registration.course_id)
        .where(
            Course.slug == slug,
            Registration.completed_at.is_(None),
            Registration.merged_into_id.is_(None),
        )
        .group_by(Registration.course_version_id)
    )
    return {row.course_version_id: row.runs for row in rows}


def runs_to_move(
    session: "Session", version_id: uuid.UUID, *, after: uuid.UUID | None, limit: int
) -> list[uuid.UUID]:
    """Return the next runs, by id, that may go on in a version of their course.

    Those are under way in another version, and their learner has no run of this one. There are
    none once the version is no longer the current one.
    """
    other = aliased(Registration)
    has_one = sa.exists().where(
        other.learner_id == Registration.learner_id, other.course_version_id == version_id
    )
    where = [Registration.id > after] if after is not None else []
    found = session.scalars(
        sa.select(Registration.id)
        .join(CourseVersion, CourseVersion.course_id == Registration.course_id)
        .join(Course, Course.current_version_id == CourseVersion.id)
        .where(
            CourseVersion.id == version_id,
            Registration.course_version_id != version_id,
            Registration.completed_at.is_(None),
            Registration.merged_into_id.is_(None),
            ~has_one,
            *where,
        )
        .order_by(Registration.id)
        .limit(limit)
    )
    return list(found)
