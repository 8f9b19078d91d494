"""Publishing: the one door through which a course enters the catalog."""

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog import rules
from app.catalog.edition import Course as Outline
from app.catalog.errors import CourseFaulty
from app.catalog.models import Course, CourseFile, CourseVersion, Lesson
from app.catalog.sources.check import check
from app.catalog.sources.compile import Edition, compile_course
from app.catalog.sources.faults import Fault, in_order
from app.frameworks.queries import find_item

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource


def publish_course(session: "Session", source: "CourseSource", *, now: datetime) -> CourseVersion:
    """Publish a course, whether it was read from files or comes from an editor.

    A version is made only when the bytes of the course differ from every version before. A
    course that went back to an earlier content gets that version again, as its current one.

    Args:
        session: In a transaction.
        source: The course as read.
        now: The instant of publication.

    Returns:
        The course's current version.

    Raises:
        CourseFaulty: Nothing was written; the error lists every fault.
    """
    edition = _sound_edition(source)
    course = session.scalar(sa.select(Course).where(Course.slug == source.slug))
    if course is None:
        course = _new_course(session, source)
    content_hash = rules.course_hash(source.files)
    version = session.scalar(
        sa.select(CourseVersion).where(
            CourseVersion.course_id == course.id, CourseVersion.content_hash == content_hash
        )
    )
    if version is None:
        _refuse_misused_keys(session, course, edition, source)
        version = _new_version(session, course, edition.course, content_hash, now=now)
        _keep_contents(session, version, edition, source)
    course.current_version_id = version.id
    course.audience = version.audience
    session.flush()
    return version


def check_course(source: "CourseSource") -> tuple[Fault, ...]:
    """Find every fault of a course against the frameworks on file."""
    return check(source, levels_of)


def levels_of(ref: str) -> int:
    """Return how many levels the framework of an item has; 0 when there is no such item."""
    item = find_item(ref)
    return len(item.levels) if item else 0


def _sound_edition(source: "CourseSource") -> Edition:
    faults = check_course(source)
    if faults:
        raise CourseFaulty(source.slug, faults)
    return compile_course(source)


def _new_course(session: "Session", source: "CourseSource") -> Course:
    last = session.scalar(sa.select(sa.func.max(Course.position))) or 0
    course = Course(slug=source.slug, audience=source.audience, position=last + 1)
    session.add(course)
    session.flush()
    return course


def _refuse_misused_keys(
    session: "Session", course: Course, edition: Edition, source: "CourseSource"
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
        **{b.key: (x.path, b.line) for x in source.lessons for b in x.blocks if b.key},
    }
    return [
        Fault(*places[key], f"キー「{key}」は、前の版では別のもの（{sort}）でした", mend)
        for key, sort in misused.items()
    ]


def _new_version(
    session: "Session", course: Course, outline: Outline, content_hash: str, *, now: datetime
) -> CourseVersion:
    last = session.scalar(
        sa.select(sa.func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)
    )
    version = CourseVersion(
        course_id=course.id,
        number=(last or 0) + 1,
        content_hash=content_hash,
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
    session: "Session", version: CourseVersion, edition: Edition, source: "CourseSource"
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
