"""Where items are used: read out of the files of every published version."""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.catalog.kept import Kept
from app.catalog.models import Course, CourseFile, LibraryCourse
from app.itembanks.sources import Reference

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from app.catalog.content import Text

_OPENING: Final = re.compile(rb"^\xef?\xbb?\xbf?:::[ \t]*[A-Za-z][\w-]*([^\n]*)", re.MULTILINE)
_KEY: Final = re.compile(r"[ \t]#([^\s#=]+)")
_BANK: Final = re.compile(r"[ \t]bank=(\S+)")
_PLACE: Final = re.compile(r"(?:^|/)(?:\d+-)?([a-z][a-z0-9-]*)\.md$")

_AT_ONCE: Final = 500
"""Files that one query reads."""

Taken = tuple[tuple[str, Reference], ...]

_TAKEN: Final[Kept[str, Taken]] = Kept(5000)
"""Digest of a file → (key of a question, what it was taken from): files never change."""


@dataclass(frozen=True, slots=True)
class Use:
    """A question of a published version that was taken from a bank.

    Attributes:
        slug: The course.
        title: Its title.
        number: The version's.
        version_id: The version's.
        is_current: Whether that version is the one offered now.
        library: The organization in whose library the course is; None for the whole city's.
        lesson: The title of its lesson; None where a bank of the course holds it.
        path: The file it stands in.
        key: The question's key in the course.
        reference: What it was taken from.
    """

    slug: str
    title: "Text"
    number: int
    version_id: uuid.UUID
    is_current: bool
    library: uuid.UUID | None
    lesson: "Text | None"
    path: str
    key: str
    reference: Reference


def uses_of(session: "Session", bank: str, item: str) -> tuple[Use, ...]:
    """Return where an item is used, the newest versions first; three queries at most."""
    rows = session.execute(
        sa.select(
            CourseFile.course_version_id, CourseFile.path, CourseFile.digest, CourseFile.id
        ).where(CourseFile.path.endswith(".md"))
    ).all()
    taken = _taken(session, {digest: file_id for _, _, digest, file_id in rows})
    hits = [
        (version_id, path, key, reference)
        for version_id, path, digest, _ in rows
        for key, reference in taken[digest]
        if (reference.bank, reference.item) == (bank, item)
    ]
    return tuple(sorted(_uses(session, hits), key=lambda u: (u.slug, -u.number, u.path, u.key)))


def figured(uses: Iterable[Use], wanted: int | None, newest: int) -> int:
    """Return the version of an item whose figures are shown: as wanted, or the last one used."""
    numbers = {one.reference.number for one in uses}
    return wanted if wanted in numbers else max(numbers, default=newest)


def _uses(
    session: "Session", hits: Iterable[tuple[uuid.UUID, str, str, Reference]]
) -> Iterator[Use]:
    found = list(hits)
    versions = catalog.versions(session, {version_id for version_id, *_ in found})
    slugs = {version.slug for version in versions.values()}
    places = {slug: (at, library) for slug, at, library in _places(session, slugs)}
    for version_id, path, key, reference in found:
        version = versions[version_id]
        place = _PLACE.search(path)
        head = version.outline.lesson_head(place[1]) if place else None
        yield Use(
            version.slug,
            version.outline.title,
            version.number,
            version_id,
            version_id == places[version.slug][0],
            places[version.slug][1],
            head.title if head and not path.startswith("bank/") else None,
            path,
            key,
            reference,
        )


def _places(
    session: "Session", slugs: "Collection[str]"
) -> "Sequence[sa.Row[str, uuid.UUID | None, uuid.UUID | None]]":
    """Return (slug, id of the version offered now, in whose library it is) of courses."""
    if not slugs:
        return ()
    return session.execute(
        sa.select(Course.slug, Course.current_version_id, LibraryCourse.organization_id)
        .outerjoin(LibraryCourse, LibraryCourse.slug == Course.slug)
        .where(Course.slug.in_(slugs))
    ).all()


def _taken(session: "Session", files: dict[str, uuid.UUID]) -> dict[str, Taken]:
    """Return what files hold, by digest; of several that are the same, one is read."""
    found = {one: kept for one in files if (kept := _TAKEN.find(one)) is not None}
    missing = [file_id for digest, file_id in files.items() if digest not in found]
    for start in range(0, len(missing), _AT_ONCE):
        rows = session.execute(
            sa.select(CourseFile.digest, CourseFile.data).where(
                CourseFile.id.in_(missing[start : start + _AT_ONCE])
            )
        )
        for digest, data in rows:
            found[digest] = _TAKEN.keep(digest, _references(data))
    return found


def _references(data: bytes) -> Taken:
    found = []
    for match in _OPENING.finditer(data):
        rest = match[1].decode("utf-8", "replace")
        key, bank = _KEY.search(rest), _BANK.search(rest)
        reference = Reference.read(bank[1]) if bank else None
        if key and reference:
            found.append((key[1], reference))
    return tuple(found)
