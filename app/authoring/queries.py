"""Reading drafts: their files, and the course that those are."""

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.authoring.models import Draft, DraftChange, DraftFile, DraftOperation
from app.catalog.models import Course, CourseVersion
from app.catalog.sources.faults import Fault
from app.catalog.sources.read import read
from app.catalog.sources.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.authoring.rules import Operation
    from app.catalog.sources.course import CourseSource
    from app.db import Json


COURSE_FILE: Final = "course.toml"
AROUND: Final = ("course.toml", "objectives.toml", "completion.toml", "readings.toml")
"""The files without which none of a course's lessons can be read."""

_ASSET: Final = re.compile(r"assets/[A-Za-z0-9._-]+")
_BANK: Final = re.compile(r"^:::[ \t]*drill\b.*?\bfrom=\"?([a-z][a-z0-9-]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Newer:
    """A version that was published while a draft was under way."""

    id: uuid.UUID
    number: int


def draft(session: "Session", draft_id: uuid.UUID) -> Draft:
    """Return a draft.

    Raises:
        NoResultFound: There is no such draft.
    """
    return session.get_one(Draft, draft_id)


def files(session: "Session", draft_id: uuid.UUID) -> list[tuple[str, bytes]]:
    """Return the files of a draft, by path, byte for byte."""
    rows = session.execute(
        sa.select(DraftFile.path, DraftFile.data)
        .where(DraftFile.draft_id == draft_id)
        .order_by(DraftFile.path)
    )
    return [(path, data) for path, data in rows]


def titles(session: "Session", draft_ids: "Iterable[uuid.UUID]") -> dict[uuid.UUID, str]:
    """Return the titles that drafts have now; those of which none can be read are left out."""
    rows = session.execute(
        sa.select(DraftFile.draft_id, DraftFile.data).where(
            DraftFile.draft_id.in_(draft_ids), DraftFile.path == COURSE_FILE
        )
    )
    found = ((one, _title(data.decode("utf-8-sig", "replace"))) for one, data in rows)
    return {one: title for one, title in found if title}


def _title(text: str) -> str:
    return read_table(COURSE_FILE, text.replace("\r\n", "\n"), []).ruby("title").plain


def data_of(session: "Session", draft_id: uuid.UUID, paths: "Iterable[str]") -> dict[str, bytes]:
    """Return those of a draft's files that have one of these paths: path → bytes."""
    rows = session.execute(
        sa.select(DraftFile.path, DraftFile.data).where(
            DraftFile.draft_id == draft_id, DraftFile.path.in_(sorted(paths))
        )
    )
    return {row.path: row.data for row in rows}


def changes_since(
    session: "Session", draft_id: uuid.UUID, number: int
) -> dict[int, list["Operation"]]:
    """Return the operations of each change after the one of this number: number → operations."""
    rows = session.execute(
        sa.select(DraftChange.number, DraftOperation)
        .join(DraftOperation, DraftOperation.change_id == DraftChange.id)
        .where(DraftChange.draft_id == draft_id, DraftChange.number > number)
        .order_by(DraftChange.number, DraftOperation.place)
    )
    found: dict[int, list[Operation]] = {}
    for of, row in rows:
        found.setdefault(of, []).append(row.operation)
    return found


def operations_since(session: "Session", draft_id: uuid.UUID, number: int) -> list["Operation"]:
    """Return all that was done with a draft after the change of this number."""
    changes = changes_since(session, draft_id, number)
    return [operation for change in changes.values() for operation in change]


def bases_around(
    session: "Session", found: Draft, number: int
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Return the versions on which a draft stood before and after the change of a number."""
    rows = session.execute(
        sa.select(DraftChange.number, DraftChange.stood_on_id).where(
            DraftChange.draft_id == found.id, DraftChange.number.in_((number, number + 1))
        )
    )
    stood_on = {row.number: row.stood_on_id for row in rows}
    now = found.base_version_id
    return stood_on.get(number, now), stood_on.get(number + 1, now)


def newer_version(session: "Session", found: Draft) -> Newer | None:
    """Return the version that is published now, if it says something else than a draft's base."""
    base = aliased(CourseVersion)
    row = session.execute(
        sa.select(
            CourseVersion.id, CourseVersion.number, CourseVersion.content_hash, base.content_hash
        )
        .join(Course, Course.current_version_id == CourseVersion.id)
        .outerjoin(base, base.id == found.base_version_id)
        .where(Course.slug == found.slug)
    ).one_or_none()
    if row is None or row[2] == row[3]:
        return None
    return Newer(row[0], row[1])


def source_of(session: "Session", found: Draft) -> "CourseSource":
    """Read the course that a draft's files are, with whatever faults."""
    return read(found.slug, dict(files(session, found.id)))


def course_around(session: "Session", draft: "Draft", path: str, data: bytes) -> "CourseSource":
    """Read of a draft's course what one of its lessons needs, and nothing else; one query.

    Args:
        session: A session.
        draft: The draft.
        path: The lesson, or any other text file.
        data: Its bytes.
    """
    text = data.decode("utf-8", "replace")
    wanted = {*AROUND, f"{path.partition('/')[0]}/module.toml", *_ASSET.findall(text)}
    wanted |= {f"bank/{key}.md" for key in _BANK.findall(text)}
    around = data_of(session, draft.id, wanted)
    return read(draft.slug, {**around, path: data})


def faults_to_json(faults: "Iterable[Fault]") -> "Json":
    """Write faults down as ``Draft.faults`` keeps them."""
    return {"faults": [[f.path, f.line, f.message, f.mend] for f in faults]}


def kept_faults(found: Draft) -> tuple[Fault, ...]:
    """Return why a draft was not published."""
    return tuple(Fault(*one) for one in found.faults["faults"])
