"""Publishing: the one door through which a course enters the catalog."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.catalog import rules
from app.catalog.edition import Course as Outline
from app.catalog.errors import CourseFaulty
from app.catalog.models import Course, CourseFile, CourseVersion, Lesson
from app.catalog.readings.changes import ReadingChange
from app.catalog.service.reviewing import changes_of, keep_review
from app.catalog.sources.faults import Fault, in_order

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.service.reading import ReadCourse
    from app.catalog.sources.compile import Edition
    from app.catalog.sources.course import CourseSource


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing.

    Attributes:
        version: The course's current version.
        changes: Readings that would change, and did not: nobody accepted them yet.
    """

    version: CourseVersion
    changes: tuple[ReadingChange, ...] = ()


def publish_course(
    session: "Session",
    course: "ReadCourse",
    *,
    now: datetime,
    accept_readings: bool = False,
) -> Publication:
    """Publish a course, whether it was read from files or comes from an editor.

    A version is made when the bytes of the course differ from every version before, and when
    only its readings differ, if that was accepted: a better dictionary changes nothing that was
    published without somebody having looked. A course that went back to an earlier content gets
    that version again, as its current one.

    Args:
        session: In a transaction; the slow part, the reading, is done already.
        course: The course with its readings.
        now: The instant of publication.
        accept_readings: Whether readings may change where nothing else did.

    Raises:
        CourseFaulty: Nothing was written; the error lists every fault.
    """
    source, edition = course.source, course.edition
    row = session.scalar(sa.select(Course).where(Course.slug == source.slug))
    if row is None:
        row = _new_course(session, source)
    content_hash = rules.course_hash(source.files)
    version = _same_files(session, row, content_hash)
    changes: tuple[ReadingChange, ...] = ()
    if version is not None and version.edition_hash != course.edition_hash:
        changes = changes_of(session, version, edition)
        if changes and accept_readings:
            version, changes = _same_edition(session, row, content_hash, course.edition_hash), ()
    if version is None:
        _refuse_misused_keys(session, row, edition, source)
        version = _new_version(session, row, course, content_hash, now=now)
        _keep_contents(session, version, edition, source)
    if row.current_version_id != version.id:
        details = {"course": source.slug, "version": str(version.id)}
        audit.record(session, "course.published", now=now, subject=row.id, details=details)
    row.current_version_id = version.id
    row.audience = version.audience
    session.flush()
    keep_review(session, version, course.label, changes, now=now)
    return Publication(version, changes)


def _same_files(session: "Session", course: Course, content_hash: str) -> CourseVersion | None:
    """Return the version of the same files: the current one, or else the newest."""
    is_current = CourseVersion.id == course.current_version_id
    return session.scalars(
        sa.select(CourseVersion)
        .where(CourseVersion.course_id == course.id, CourseVersion.content_hash == content_hash)
        .order_by(sa.case((is_current, 0), else_=1), CourseVersion.number.desc())
        .limit(1)
    ).first()


def _same_edition(
    session: "Session", course: Course, content_hash: str, edition_hash: str
) -> CourseVersion | None:
    return session.scalars(
        sa.select(CourseVersion).where(
            CourseVersion.course_id == course.id,
            CourseVersion.content_hash == content_hash,
            CourseVersion.edition_hash == edition_hash,
        )
    ).one_or_none()


def _new_course(session: "Session", source: "CourseSource") -> Course:
    last = session.scalar(sa.select(sa.func.max(Course.position))) or 0
    course = Course(slug=source.slug, audience=source.audience, position=last + 1)
    session.add(course)
    session.flush()
    return course


def _refuse_misused_keys(
    session: "Session", course: Course, edition: "Edition", source: "CourseSource"
) -> None:
    outlines = session.scalars(
        sa.select(CourseVersion.outline)
        .where(CourseVersion.course_id == course.id)
        .order_by(CourseVersion.number)
    )
    earlier = [rules.sorts_of_keys(Outline.from_json(outline)) for outline in outlines]
    misused = rules.misused_keys(edition.course, earlier)
    if misused:
        raise CourseFaulty(source.slug, in_order(_misuse(source, misused)))


def _misuse(source: "CourseSource", misused: dict[str, str]) -> list[Fault]:
    mend = "キーは使い回せません。新しい名前を付けます。"
    places = {
        **{m.key: (f"{m.path}/module.toml", 1) for m in source.modules},
        **{x.key: (x.path, 1) for x in source.lessons},
        **{b.key: (x.path, b.line) for x in source.with_blocks for b in x.blocks if b.key},
    }
    return [
        Fault(*places[key], f"キー「{key}」は、前の版では別のもの（{sort}）でした", mend)
        for key, sort in misused.items()
    ]


def _new_version(
    session: "Session", course: Course, read: "ReadCourse", content_hash: str, *, now: datetime
) -> CourseVersion:
    outline = read.edition.course
    last = session.scalar(
        sa.select(sa.func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)
    )
    version = CourseVersion(
        course_id=course.id,
        number=(last or 0) + 1,
        content_hash=content_hash,
        edition_hash=read.edition_hash,
        analyzer=read.label,
        title=outline.title.plain,
        summary=outline.summary.plain,
        audience=outline.audience,
        minutes=outline.minutes,
        lesson_count=len(outline.lessons),
        published_at=now,
        outline=outline.to_json(),
    )
    session.add(version)
    session.flush()
    return version


def _keep_contents(
    session: "Session", version: CourseVersion, edition: "Edition", source: "CourseSource"
) -> None:
    session.add_all(
        Lesson(
            course_version_id=version.id,
            key=lesson.key,
            position=position,
            content_hash=lesson.content_hash,
            content=lesson.to_json(),
        )
        for position, lesson in enumerate(edition.lessons)
    )
    session.add_all(
        CourseFile(
            course_version_id=version.id, path=path, digest=rules.file_hash(data), data=data
        )
        for path, data in source.files
    )
    session.flush()
