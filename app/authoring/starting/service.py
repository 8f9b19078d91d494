"""Begin a draft from a starter, or as a copy. Each is one job in the caller's transaction."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.authoring import queries as drafts
from app.authoring import service as authoring
from app.authoring.models import Draft
from app.authoring.queries import COURSE_FILE
from app.authoring.starting.course_file import Head, begun, credited, filled, renamed
from app.authoring.starting.errors import AddressTaken, WithoutLicense
from app.authoring.starting.starters import files_of
from app.catalog import queries as catalog
from app.catalog.models import Course
from app.catalog.sources.read import read
from app.clock import day_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a new course is to be called: ``address`` is a key, ``title`` may hold ruby notation."""

    address: str
    title: str


def start_from(
    session: "Session", starter: str, address: str, head: Head, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Begin a course with the files of a starter.

    Raises:
        AddressTaken: Another course or draft has the address.
        KeyError: There is no such starter.
    """
    files = {
        path: filled(data, head) if path.endswith((".md", ".toml")) else data
        for path, data in files_of(starter).items()
    }
    files[COURSE_FILE] = begun(files[COURSE_FILE], head, today=day_of(now))
    return _new(session, address, files, by=by, now=now)


def copy_course(
    session: "Session", slug: str, wanted: Wanted, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Begin a course with the files of a published one.

    Raises:
        AddressTaken: Another course or draft has the address.
        NotInCatalog: There is no such course.
    """
    version_id = catalog.course_by_slug(session, slug).version.id
    source = read(slug, dict(catalog.files(session, version_id)))
    return _copied(session, source, wanted, by=by, now=now)


def copy_draft(
    session: "Session", draft_id: uuid.UUID, wanted: Wanted, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Begin a course with the files of another draft, whatever faults it has.

    Raises:
        AddressTaken: Another course or draft has the address.
        NoResultFound: There is no such draft.
        Unreadable: Its ``course.toml`` is no TOML.
        WithoutLicense: It says under which license it may be used by nobody.
    """
    source = drafts.source_of(session, drafts.draft(session, draft_id))
    return _copied(session, source, wanted, by=by, now=now)


def _copied(
    session: "Session", source: "CourseSource", wanted: Wanted, *, by: uuid.UUID, now: datetime
) -> Draft:
    files = dict(source.files)
    course = renamed(files.get(COURSE_FILE, b""), wanted.title)
    files[COURSE_FILE] = credited(course, [origin_of(source)])
    return _new(session, wanted.address, files, by=by, now=now)


def origin_of(source: "CourseSource", *, part: bool = False) -> str:
    """Return the credit that a course owes to the one it was made from.

    Args:
        source: The course it was made from.
        part: Whether only parts of it were taken.

    Raises:
        WithoutLicense: That course has none.
    """
    if not source.license.strip():
        raise WithoutLicense(source.slug)
    who = source.author.name.plain if source.author else ""
    told = [f"「{source.title.plain}」", *([who] if who else []), source.license]
    return ("一部のもと：" if part else "もとの講座：") + "、".join(told)


def free_address(session: "Session", wanted: str) -> str:
    """Return an address that no course and no draft has: this one, or with a number behind it."""
    taken = set(
        session.scalars(
            sa.union_all(
                sa.select(Course.slug).where(Course.slug.startswith(wanted)),
                sa.select(Draft.slug).where(Draft.slug.startswith(wanted)),
            )
        )
    )
    number, address = 1, wanted
    while address in taken:
        number += 1
        address = f"{wanted}-{number}"
    return address


def _new(
    session: "Session",
    address: str,
    files: dict[str, bytes],
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    if free_address(session, address) != address:
        raise AddressTaken(address)
    return authoring.begun(session, address, files.items(), base=None, by=by, now=now)
