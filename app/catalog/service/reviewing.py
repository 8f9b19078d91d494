"""Readings that today's dictionary would give otherwise: kept until somebody has looked."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog.edition import Course as Outline
from app.catalog.events import ReadingsAccepted
from app.catalog.lessons import LessonContent
from app.catalog.models import CourseVersion, Lesson, ReadingReview
from app.catalog.readings.changes import ReadingChange, changes_between, changes_to_json
from app.catalog.readings.reading import OUTLINE
from app.catalog.readings.walk import paragraphs
from app.outbox import service as outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.compile import Edition


def changes_of(
    session: "Session", version: CourseVersion, edition: "Edition"
) -> tuple[ReadingChange, ...]:
    """Compare a published version with the same files read anew."""
    stored = session.execute(
        sa.select(Lesson.content, Lesson.content_hash)
        .where(Lesson.course_version_id == version.id)
        .order_by(Lesson.position)
    )
    old = [LessonContent.from_json(content, content_hash) for content, content_hash in stored]
    outline = Outline.from_json(version.outline)
    found = changes_between(OUTLINE, paragraphs(outline), paragraphs(edition.course))
    for before, after in zip(old, edition.lessons, strict=True):
        if before.content_hash != after.content_hash:
            found += changes_between(before.key, paragraphs(before), paragraphs(after))
    return found


def keep_review(
    session: "Session",
    version: CourseVersion,
    label: str,
    changes: tuple[ReadingChange, ...],
    *,
    now: datetime,
) -> None:
    """Keep what would change in a version, in place of what was found before."""
    session.execute(
        sa.delete(ReadingReview).where(
            ReadingReview.course_version_id.in_(
                sa.select(CourseVersion.id).where(CourseVersion.course_id == version.course_id)
            )
        )
    )
    if version.analyzer != label:
        session.add(
            ReadingReview(
                course_version_id=version.id,
                analyzer=label,
                changes=changes_to_json(changes),
                found_at=now,
            )
        )
    session.flush()


def is_compared(session: "Session", version: CourseVersion, label: str) -> bool:
    """Whether a version was read by this, or compared with what this would read."""
    if version.analyzer == label:
        return True
    found = session.scalar(
        sa.select(ReadingReview.analyzer).where(ReadingReview.course_version_id == version.id)
    )
    return found == label


def accept_readings(
    session: "Session", version_id: uuid.UUID, analyzer: str, *, now: datetime
) -> None:
    """Have a version published anew with the readings that somebody has looked at.

    Args:
        session: In a transaction.
        version_id: The published version.
        analyzer: What read what was looked at, as the page told; see ``ReadingsAccepted``.
        now: This instant.
    """
    outbox.publish(session, ReadingsAccepted(version_id, analyzer, now))
