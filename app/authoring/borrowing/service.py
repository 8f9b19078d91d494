"""Put blocks of a published course into a draft. One job in the caller's transaction."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tomlkit.exceptions import TOMLKitError

from app.authoring import places, queries
from app.authoring import rules as files
from app.authoring import service as authoring
from app.authoring.borrowing.company import (
    Company,
    Kind,
    Moved,
    picture_credits,
    readings_of,
    terms_of,
    translations_of,
    unknown_objectives,
)
from app.authoring.borrowing.errors import NothingChosen
from app.authoring.borrowing.rules import Borrowed, borrowed, can_be_lent
from app.authoring.queries import COURSE_FILE
from app.authoring.starting.course_file import Unreadable, credited
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


@dataclass(frozen=True, slots=True)
class Lent:
    """What was done, what came along with the blocks, and what did not: (kind, which)."""

    done: "Done"
    came: tuple[tuple[Kind, str], ...]
    left: tuple[tuple[Kind, str], ...]


def borrow(
    session: "Session",
    draft_id: uuid.UUID,
    choice: Choice,
    after: "Seen",
    *,
    by: uuid.UUID,
    now: datetime,
) -> Lent:
    """Put blocks of another course behind a block of a draft, with all that belongs to them.

    Raises:
        DraftClosed: The draft was published.
        FileGone: Somebody removed the file.
        NoResultFound: There is no such draft.
        NoSuchSlice: There was never such a block.
        NotInCatalog: There is no such course or lesson.
        NothingChosen: None of the blocks is there, or can be lent.
        Unreadable: A file of the draft cannot take what belongs to them.
    """
    draft = authoring.open_draft(session, draft_id)
    source, lesson, units = lesson_of(session, choice.slug, choice.lesson)
    chosen = [
        unit for n, unit in enumerate(units) if n in choice.units and can_be_lent(unit, source)
    ]
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
    blocks = [block for unit in chosen for block in unit]
    try:
        company = _company(source, target, result, Moved(lesson.key, blocks, after.path, ""))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error
    besides = files.difference(dict(target.files), company.files)
    done = authoring.put_blocks(
        session, draft_id, result.text, after, besides=besides, by=by, now=now
    )
    return Lent(done, tuple(company.came), tuple(company.left))


def _company(
    source: "CourseSource", target: "CourseSource", result: Borrowed, lesson: Moved
) -> Company:
    """Return what goes with blocks; their own course has all of it but the translations."""
    company = Company({**dict(target.files), **result.assets})
    company.came += [(Kind.PICTURE, path) for path in sorted(result.assets)]
    moved = [replace(lesson, text=result.text)]
    for bank, path, text in result.banks:
        company.files[path] = f"{text.rstrip()}\n".encode()
        company.came.append((Kind.DRILL, path))
        moved.append(Moved(bank.key, bank.blocks, path, text))
    for one in moved:
        translations_of(company, source, target, one, result.names)
    if source.slug == target.slug:
        return company
    known = {one.key: one for one in target.objectives}
    every = Moved(lesson.lesson, lesson.blocks, lesson.path, "\n".join(m.text for m in moved))
    readings_of(company, source, target, every)
    terms_of(company, source, target, every)
    named = [block for one in moved for block in one.blocks]
    company.left += [(Kind.OBJECTIVE, one) for one in unknown_objectives(named, source, known)]
    company.left += [(Kind.MARK, one) for one in result.lost_marks]
    lines = [*(picture_credits(source) if result.assets else ()), origin_of(source, part=True)]
    company.files[COURSE_FILE] = credited(company.files.get(COURSE_FILE, b""), lines)
    return company
