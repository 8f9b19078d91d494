"""Put blocks of a published course into a draft. One job in the caller's transaction."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.authoring import places, queries
from app.authoring import rules as files
from app.authoring import service as authoring
from app.authoring.borrowing.errors import NothingChosen
from app.authoring.borrowing.rules import borrowed, can_be_lent
from app.authoring.queries import COURSE_FILE
from app.authoring.starting.course_file import credited
from app.authoring.starting.service import origin_of
from app.catalog import queries as catalog
from app.catalog.errors import NotInCatalog
from app.catalog.sources.read import read

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.authoring.service import Done, Seen
    from app.catalog.sources.course import Block, CourseSource, LessonSource


@dataclass(frozen=True, slots=True)
class Choice:
    """Blocks of a lesson of a published course; ``units`` count from 0 within the lesson."""

    slug: str
    lesson: str
    units: Collection[int]


def lesson_of(
    session: "Session", slug: str, key: str
) -> "tuple[CourseSource, LessonSource, list[tuple[Block, ...]]]":
    """Return a published course, one of its lessons, and the blocks of that; two queries at most.

    Raises:
        NotInCatalog: There is no such course or lesson.
    """
    version_id = catalog.course_by_slug(session, slug).version.id
    source = read(slug, dict(catalog.files(session, version_id)))
    lesson = next((one for one in source.lessons if one.key == key), None)
    if lesson is None:
        raise NotInCatalog(key)
    return source, lesson, places.units_of(lesson)


def borrow(
    session: "Session",
    draft_id: uuid.UUID,
    choice: Choice,
    after: "Seen",
    *,
    by: uuid.UUID,
    now: datetime,
) -> "Done":
    """Put blocks of another course behind a block of a draft, with all that belongs to them.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
        NotInCatalog: There is no such course or lesson.
        NothingChosen: None of the blocks is there, or can be lent.
        Unreadable: The draft's ``course.toml`` cannot take the credits.
    """
    draft = authoring.open_draft(session, draft_id)
    source, lesson, units = lesson_of(session, choice.slug, choice.lesson)
    chosen = [unit for n, unit in enumerate(units) if n in choice.units and can_be_lent(unit)]
    if not chosen:
        raise NothingChosen
    target = queries.source_of(session, draft)
    taken = authoring.taken_keys(session, target)

    def new_key(kind: str, key: str) -> str:
        if key in taken:
            key = authoring.new_key(taken, authoring.stem_of(kind, key))
        taken.add(key)
        return key

    result = borrowed(source, lesson, chosen, target, new_key)
    besides: list[files.Operation] = [
        files.Added(path, data) for path, data in sorted(result.assets.items())
    ]
    before = dict(target.files).get(COURSE_FILE, b"")
    course = credited(before, [origin_of(source, part=True)])
    if course != before and source.slug != target.slug:
        besides.append(files.Edited(COURSE_FILE, _difference(before, course)))
    return authoring.put_blocks(
        session, draft_id, result.text, after, besides=besides, by=by, now=now
    )


def _difference(before: bytes, after: bytes) -> files.Splice:
    """Return the one change between two files, without what they begin and end with alike."""
    most = min(len(before), len(after))
    start = next((n for n in range(most) if before[n] != after[n]), most)
    end = next((n for n in range(most - start) if before[-1 - n] != after[-1 - n]), most - start)
    return files.Splice(start, before[start : len(before) - end], after[start : len(after) - end])
