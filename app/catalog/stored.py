"""Published courses read again from their stored files, and what waits for somebody to look."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.catalog.errors import NotInCatalog
from app.catalog.models import Course, CourseFile, CourseVersion, ReadingReview
from app.catalog.readings.changes import ReadingChange, changes_from_json
from app.catalog.sources.read import read

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource


@dataclass(frozen=True, slots=True)
class Review:
    """The readings of one course that today's dictionary would give otherwise.

    Attributes:
        version_id: The published version they are compared with.
        slug: The course's place in addresses.
        title: Without readings.
        number: Of the version.
        analyzer: What would read it.
        changes: At least one.
        found_on: When they were found.
    """

    version_id: uuid.UUID
    slug: str
    title: str
    number: int
    analyzer: str
    changes: tuple[ReadingChange, ...]
    found_on: date

    @property
    def words(self) -> tuple[ReadingChange, ...]:
        """The words that would be read otherwise."""
        return tuple(change for change in self.changes if change.old != change.new)

    @property
    def gaps(self) -> int:
        """How many spaces between phrases would come or go."""
        return len(self.changes) - len(self.words)


def stored_source(session: "Session", version_id: uuid.UUID) -> "CourseSource":
    """Return a published version as it was read from its folder, from its stored files."""
    slug = session.scalars(
        sa.select(Course.slug)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(CourseVersion.id == version_id)
    ).one()
    rows = session.execute(
        sa.select(CourseFile.path, CourseFile.data).where(
            CourseFile.course_version_id == version_id
        )
    )
    return read(slug, {row.path: row.data for row in rows})


def published_sources(session: "Session", slugs: Sequence[str]) -> list["CourseSource"]:
    """Return the current versions of some courses, or of all of them, from their stored files.

    Raises:
        NotInCatalog: No such course; the error names it.
    """
    rows = session.execute(
        sa.select(Course.slug, Course.current_version_id)
        .where(Course.current_version_id.is_not(None))
        .order_by(Course.position, Course.slug)
    )
    found = {row.slug: row.current_version_id for row in rows}
    for slug in slugs:
        if slug not in found:
            raise NotInCatalog(slug)
    return [stored_source(session, found[slug]) for slug in slugs or found]


def reviews(session: "Session") -> list[Review]:
    """Return what waits, a course at a time, in the order of the courses."""
    rows = session.execute(
        sa.select(ReadingReview, CourseVersion, Course.slug)
        .join(CourseVersion, CourseVersion.id == ReadingReview.course_version_id)
        .join(Course, Course.current_version_id == CourseVersion.id)
        .order_by(Course.position, Course.slug)
    )
    found = [_review(*row) for row in rows]
    return [review for review in found if review.changes]


def review(session: "Session", slug: str) -> Review:
    """Return what waits for one course.

    Raises:
        NotInCatalog: Nothing waits for such a course.
    """
    found = next((one for one in reviews(session) if one.slug == slug), None)
    if found is None:
        raise NotInCatalog(slug)
    return found


def _review(row: ReadingReview, version: CourseVersion, slug: str) -> Review:
    return Review(
        version.id,
        slug,
        version.title,
        version.number,
        row.analyzer,
        changes_from_json(row.changes),
        clock.day_of(row.found_at),
    )
