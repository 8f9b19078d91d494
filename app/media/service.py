"""Keep files, describe them, let them go. Each is one job in the caller's transaction."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from app.authoring.errors import NoSuchSlice
from app.authoring.service import Brought
from app.catalog.licenses import LICENSES
from app.media import queries, rules
from app.media.errors import NotReady, StillUsed
from app.media.events import MediaRemoved
from app.media.models import MediaFile
from app.media.rules import MediaKind
from app.outbox import service as outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from app.media.intake import Received
    from app.media.storage.port import Storage


@dataclass(frozen=True, slots=True)
class About:
    """What people write about a file; see ``models.MediaFile``."""

    title: str
    alt: str = ""
    license: str = ""
    credit: str = ""
    captions: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a new file goes: into whose library, and by whom."""

    organization_id: uuid.UUID
    by: uuid.UUID


def put_away(storage: "Storage", file: "Received") -> None:
    """Put a file's bytes where they stay: before its row, and outside of any transaction.

    Should the row never come, the bytes lie there for nothing until ``sweep`` removes them; the
    other way around a page would show a file that is not there.

    Raises:
        StorageAway: The storage does not answer, or has no room.
    """
    storage.put(f"{file.sha256}.{file.type.suffix}", file.path)
    if file.small is not None:
        storage.put(f"{file.sha256}-small.webp", file.small)


def keep_file(
    session: "Session", file: "Received", about: About, shelf: Shelf, *, now: datetime
) -> tuple[MediaFile, bool]:
    """Enter a file that was put away into a library.

    Returns:
        The file, and whether it is new: the same bytes are there once, with what was written
        about them first.
    """
    known = session.scalars(
        sa.select(MediaFile).where(
            MediaFile.organization_id == shelf.organization_id, MediaFile.sha256 == file.sha256
        )
    ).one_or_none()
    if known is not None:
        return known, False
    row = MediaFile(
        organization_id=shelf.organization_id,
        sha256=file.sha256,
        suffix=file.type.suffix,
        kind=file.type.kind,
        size=file.size,
        width=file.width,
        height=file.height,
        seconds=file.seconds,
        has_small=file.small is not None,
        uploaded_by_id=shelf.by,
        uploaded_at=now,
        title=about.title,
    )
    session.add(row)
    _describe(row, about)
    session.flush()
    return row, True


def describe(session: "Session", media_id: uuid.UUID, about: About) -> MediaFile:
    """Write down what a file is; captions that are not given stay as they are.

    What courses hold of it already stays as it is there.

    Raises:
        NoResultFound: There is no such file.
    """
    row = session.get_one(MediaFile, media_id)
    _describe(row, about)
    session.flush()
    return row


def _describe(row: MediaFile, about: About) -> None:
    row.title = about.title
    row.alt = about.alt
    row.license = about.license
    row.credit = about.credit
    if row.kind is MediaKind.VIDEO and about.captions is not None:
        row.captions = about.captions


def remove_file(session: "Session", media_id: uuid.UUID, *, now: datetime) -> None:
    """Take a file that nothing uses out of its library; the worker removes its bytes.

    Raises:
        NoResultFound: There is no such file.
        StillUsed: A draft or a published course holds it; nothing was removed.
    """
    row = session.get_one(MediaFile, media_id)
    if queries.uses(session, row):
        raise StillUsed(media_id)
    session.delete(row)
    outbox.publish(session, MediaRemoved(row.sha256, row.suffix, now))
    session.flush()


def brought(row: "queries.FileRow", data: bytes, files: "Mapping[str, bytes]") -> "Brought":
    """Make the block that shows a file in a lesson, with the files that it needs.

    Args:
        row: The file.
        data: Its bytes.
        files: Those of the course: one that it has already is not put into it again.

    Raises:
        NotReady: Something that a course needs is not written yet.
    """
    if row.missing:
        raise NotReady(row.missing)
    terms = LICENSES[row.license]
    new = dict[str, bytes]()
    path = _in_course(row.title, row.suffix, row.kind, data, files=files, new=new)
    captions = None
    if row.kind is MediaKind.VIDEO and row.captions:
        text = row.captions.encode()
        captions = _in_course(row.title, "vtt", row.kind, text, files=files, new=new)
    credit = rules.credit_line(row.title, row.credit, terms.name)
    return Brought(
        rules.block_text(row.kind, path, row.alt, captions=captions),
        new,
        credit if row.credit or terms.needs_credit else "",
    )


def shown_again(path: str, files: "Mapping[str, bytes]") -> "Brought":
    """Make the block that shows a picture of the course once more, described as elsewhere in it.

    Args:
        path: The picture.
        files: Those of the course.

    Raises:
        NoSuchSlice: There is no such picture.
    """
    if path not in files or not _is_asset(path):
        raise NoSuchSlice(path)
    texts = (data.decode("utf-8", "replace") for name, data in files.items() if name[-3:] == ".md")
    return Brought(rules.shown_elsewhere(path, texts) or f"![]({path})", {})


def _in_course(
    title: str,
    suffix: str,
    kind: MediaKind,
    data: bytes,
    *,
    files: "Mapping[str, bytes]",
    new: dict[str, bytes],
) -> str:
    known = next((path for path, old in files.items() if old == data and _is_asset(path)), None)
    if known is not None and known.endswith(f".{suffix}"):
        return known
    path = rules.asset_name(title, suffix, kind=kind, taken={*files, *new})
    new[path] = data
    return path


def _is_asset(path: str) -> bool:
    return path.startswith("assets/")


class AlsoKnown(Protocol):
    """Tells the hashes of bytes that somebody above keeps in the same storage."""

    def __call__(self, session: "Session", /) -> "Iterable[str]":
        """Return them."""


def sweep(
    session: "Session",
    storage: "Storage",
    *,
    before: datetime,
    also_known: "Iterable[AlsoKnown]" = (),
) -> list[str]:
    """Remove the bytes that nobody knows, as a killed upload leaves them.

    Args:
        session: Any.
        storage: Where to look.
        before: What was put there later may still get its row.
        also_known: Of whoever keeps bytes there besides the library.

    Returns:
        The keys that were removed.
    """
    known = set(session.scalars(sa.select(MediaFile.sha256)))
    known.update(*(tell(session) for tell in also_known))
    gone = [one.key for one in storage.stored() if one.at < before and one.key[:64] not in known]
    for key in gone:
        storage.delete(key)
    return gone


def title_of(filename: str | None) -> str:
    """Return what a file is called before somebody has named it: its name without its ending."""
    name = (filename or "").replace("\\", "/").rpartition("/")[2]
    return " ".join(Path(name).stem.replace("_", " ").split())
