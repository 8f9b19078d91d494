"""A course as read from its folder, made ready to publish: checked, compiled, its readings in."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.catalog import rules
from app.catalog.errors import CourseFaulty
from app.catalog.library import library_of
from app.catalog.models import Course, CourseVersion
from app.catalog.readings.reading import DoubtAt, read_edition
from app.catalog.service.reviewing import is_compared
from app.catalog.sources.check import check
from app.catalog.sources.compile import Edition, compile_course
from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.frameworks.queries import published_item
from app.furigana.queries import words_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.furigana.port import Analyzer, Words


@dataclass(frozen=True, slots=True)
class ReadCourse:
    """A sound course with its readings.

    Attributes:
        source: Its files.
        edition: What they became.
        doubts: Words whose reading somebody should look at; confirmed ones are not among them.
        label: What read it, see ``label_of``.
        edition_hash: ``rules.edition_hash``.
    """

    source: CourseSource
    edition: Edition
    doubts: tuple[DoubtAt, ...]
    label: str
    edition_hash: str


def check_course(source: CourseSource, edition: Edition | None = None) -> tuple[Fault, ...]:
    """Find every fault of a course against the frameworks on file.

    Args:
        source: The course.
        edition: The same, where it was compiled already.
    """
    return check(source, edition or compile_course(source), levels_of)


def levels_of(ref: str) -> int:
    """Return how many levels the framework of an item has; 0 when there is no such item."""
    item = published_item(ref)
    return len(item.levels) if item else 0


def label_of(version: str, words: "Words") -> str:
    """Name what reads courses: the analysis and the city's words, the latter by a hash."""
    told = "\n".join(f"{surface}\t{kana}" for surface, kana in sorted(words.items()))
    digest = hashlib.sha256(told.encode()).hexdigest()[:8] if words else "none"
    return f"{version}, words {digest}"


def words_of(session: "Session", slug: str) -> "Words":
    """Return the dictionaries with which a course is read: its organization's over the city's."""
    return words_for(session, library_of(session, slug))


def words_on_hand(session: "Session", slug: str) -> "Words":
    """Return ``words_of``, or nothing where no database was made yet.

    For commands that look at files alone: they work on a machine that never ran the site.
    """
    try:
        return words_of(session, slug)
    except (OperationalError, ProgrammingError):
        session.rollback()
        return {}


def read_course(source: CourseSource, analyzer: "Analyzer", words: "Words") -> ReadCourse:
    """Check, compile and read a course. Slow (30,000 characters a second): no transaction.

    Args:
        source: The course.
        analyzer: What reads.
        words: The dictionaries that hold for it, see ``words_of``.

    Raises:
        CourseFaulty: The error lists every fault.
    """
    edition = compile_course(source)
    faults = check(source, edition, levels_of)
    if faults:
        raise CourseFaulty(source.slug, faults)
    read = read_edition(
        edition,
        analyzer,
        {**words, **dict(source.readings.words)},
        {key: dict(own) for key, own in source.readings.lessons},
    )
    confirmed = source.readings.confirmed
    return ReadCourse(
        source,
        read.edition,
        tuple(doubt for doubt in read.doubts if not doubt.is_among(confirmed)),
        label_of(analyzer.version, words),
        rules.edition_hash(read.edition.course),
    )


def standing(session: "Session", source: CourseSource, label: str) -> CourseVersion | None:
    """Return the course's current version if it is these very files, read by this very thing.

    Then there is nothing to read, and nothing to publish. The same goes for one that was
    compared with what this would read: what differs waits for somebody to accept it.
    """
    found = session.scalars(
        sa.select(CourseVersion)
        .join(Course, Course.current_version_id == CourseVersion.id)
        .where(Course.slug == source.slug)
    ).one_or_none()
    if found is None or not is_compared(session, found, label):
        return None
    return found if found.content_hash == rules.course_hash(source.files) else None
