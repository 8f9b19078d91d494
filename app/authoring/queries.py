"""Reading drafts: their files, and the course that those are."""

import re
import uuid
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring.models import Draft, DraftChange, DraftFile
from app.catalog.sources.faults import Fault
from app.catalog.sources.read import read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

    from app.authoring.rules import Splice
    from app.catalog.sources.course import CourseSource
    from app.db import Json

AROUND: Final = ("course.toml", "objectives.toml", "completion.toml", "readings.toml")
"""The files without which none of a course's lessons can be read."""

_ASSET: Final = re.compile(r"assets/[A-Za-z0-9._-]+")
_BANK: Final = re.compile(r"^:::[ \t]*drill\b.*?\bfrom=\"?([a-z][a-z0-9-]*)", re.MULTILINE)


def draft(session: "Session", draft_id: uuid.UUID) -> Draft:
    """Return a draft.

    Raises:
        NoResultFound: There is no such draft.
    """
    return session.get_one(Draft, draft_id)


def files(
    session: "Session", draft_id: uuid.UUID, *, paths: "Collection[str] | None" = None
) -> list[tuple[str, bytes]]:
    """Return the files of a draft, or those of some paths, by path, byte for byte."""
    wanted = sa.select(DraftFile.path, DraftFile.data).where(DraftFile.draft_id == draft_id)
    if paths is not None:
        wanted = wanted.where(DraftFile.path.in_(paths))
    rows = session.execute(wanted.order_by(DraftFile.path))
    return [(path, data) for path, data in rows]


def splices_since(
    session: "Session", draft_id: uuid.UUID, path: str, number: int
) -> "list[Splice]":
    """Return how a file was changed after a number of its draft, in order."""
    rows = session.scalars(
        sa.select(DraftChange)
        .where(
            DraftChange.draft_id == draft_id,
            DraftChange.path == path,
            DraftChange.number > number,
        )
        .order_by(DraftChange.number)
    )
    return [row.splice for row in rows]


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
    around = files(session, draft.id, paths=wanted)
    return read(draft.slug, {**dict(around), path: data})


def faults_to_json(faults: "Iterable[Fault]") -> "Json":
    """Write faults down as ``Draft.faults`` keeps them."""
    return {"faults": [[f.path, f.line, f.message, f.mend] for f in faults]}


def kept_faults(found: Draft) -> tuple[Fault, ...]:
    """Return why a draft was not published."""
    return tuple(Fault(*one) for one in found.faults["faults"])
