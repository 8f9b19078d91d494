"""Statements from JSON Lines, as an operator trusts them.

What a client may not do is done here on purpose: id, timestamp, version and authority stay as the
file gives them. ``stored`` does not: it becomes the instant of the import, because the
specification pages and filters by it, and whoever reads this store ``since`` an instant must not
miss what has come in later (Communication 2.1.3). Signatures are not verified again; their bytes
are checked against their hash, as every attachment's.

Only what this platform vouches for itself counts towards progress; another client's statements
counted by rights that the file does not tell. A statement that has no authority is vouched for by
the account «import» of this installation.
"""

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import orjson

from app.lrs import service
from app.lrs.attached import attachments_of
from app.lrs.errors import StatementInvalid
from app.lrs.rules import AUTHORITY_NAME
from app.lrs.service import Attached, Received
from app.lrs.store import attachments as attachment_store
from app.lrs.store import statements as statement_store
from app.xapi.compare import identifier, is_same
from app.xapi.reading import JsonFaulty, joined, members, read_json
from app.xapi.statement import Agent
from app.xapi.validate import Fault

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.db import Json
    from app.lrs.entry import Entry
    from app.lrs.transfer.attachments import Folder
    from app.xapi.validate import Version

AT_ONCE = 500
"""Statements a transaction stores."""
MOST_BYTES = 16 * 1024 * 1024
"""Attachments a transaction stores, and the longest line."""
IMPORT_NAME = "import"
"""Account name of who vouches for a statement that nobody vouches for."""

Tell = Callable[[str], None]


@dataclass(slots=True)
class Figures:
    """What became of the lines read."""

    read: int = 0
    new: int = 0
    known: int = 0
    conflicting: int = 0
    faulty: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file is read.

    Attributes:
        home_page: Of this installation's actors; its own statements are known by it.
        version: The edition of statements that do not tell theirs.
        folder: Where the bytes of attachments lie, if they were given.
    """

    home_page: str
    version: "Version"
    folder: "Folder | None" = None

    @property
    def own(self) -> str | None:
        """Identifier of this platform where it vouches for a statement itself."""
        return identifier(Agent(self.home_page, AUTHORITY_NAME).as_json())


@dataclass(frozen=True, slots=True)
class Line:
    """One good line.

    Attributes:
        number: From 1.
        offset: Where it begins in the file, in bytes.
        entry: Ready to be stored.
        value: What it says.
        hashes: Attachments whose bytes lie in the folder, with their media types.
    """

    number: int
    offset: int
    entry: "Entry"
    value: "Json"
    hashes: "dict[str, str]" = field(default_factory=dict)


def batches(
    session: "Session", file: BinaryIO, terms: Terms, figures: Figures, tell: Tell
) -> Iterator[list[Line]]:
    """Read a file a line at a time, and return the good lines in batches.

    No batch has an id twice, so that a repeated one meets what the first has stored.

    Args:
        session: Only read, and rolled back before each batch is returned.
        file: Read once, from where it stands.
        terms: How it is read.
        figures: Counts what was read, and what is faulty.
        tell: Hears of each fault, with the number of the line and the path.
    """
    batch: list[Line] = []
    ids: set[uuid.UUID] = set()
    size = 0
    for number, offset, text in _lines(file):
        figures.read += 1
        try:
            line = _good(session, text, number, offset, terms)
        except StatementInvalid as error:
            figures.faulty += 1
            for fault in error.faults:
                tell(f"{number}行: {fault}")
            continue
        if line.entry.id in ids or len(batch) == AT_ONCE or size > MOST_BYTES:
            session.rollback()
            yield batch
            batch, ids, size = [], set(), 0
        batch.append(line)
        ids.add(line.entry.id)
        size += sum(terms.folder.size(sha2) for sha2 in line.hashes if terms.folder)
    if batch:
        session.rollback()
        yield batch


def store_batch(
    session: "Session",
    batch: Sequence[Line],
    terms: Terms,
    figures: Figures,
    tell: Tell,
    *,
    now: "datetime",
) -> None:
    """Store what is new of a batch; overwrite nothing.

    Nobody is told run by run: a run's statements lie scattered over a file, and progress would be
    computed anew with each. ``flask progress rebuild`` does it once. Stores elsewhere get what is
    new here, as they get everything.

    Args:
        session: Inside a transaction.
        batch: From ``batches``.
        terms: How the file is read.
        figures: Counts what became of the lines.
        tell: Hears of each conflict.
        now: The time of storing, taken inside the transaction.

    Raises:
        StatementRace: Another transaction stored one of the ids just now. Do it all again; nothing
            was counted.
        StatementConflict: The same.
    """
    known = statement_store.stored(session.connection(), [line.entry.id for line in batch])
    new = [line for line in batch if line.entry.id not in known]
    wanted = {sha2: type_ for line in new for sha2, type_ in line.hashes.items()}
    present = attachment_store.present(session, wanted)
    attached = [
        Attached(sha2, type_, terms.folder.read(sha2))
        for sha2, type_ in wanted.items()
        if sha2 not in present and terms.folder is not None
    ]
    entries = [line.entry for line in new]
    service.store(session, entries, now=now, attached=attached)
    figures.new += len(new)
    for line in batch:
        if line.entry.id in known:
            _compare(line, orjson.loads(known[line.entry.id]), figures, tell)


class Rehearsal:
    """A dry run: the same figures as storing, with nothing stored.

    Ids of the file that would be stored are remembered in a temporary file of SQLite's own, so
    that memory does not grow with the file; the statement itself is looked up in the file.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Rehearse an import of ``file``, opened apart from the one that is read."""
        self._file = file
        self._seen = sqlite3.connect("")
        self._seen.execute("CREATE TABLE seen (id BLOB PRIMARY KEY, place) WITHOUT ROWID")

    def compare(
        self, session: "Session", batch: Sequence[Line], figures: Figures, tell: Tell
    ) -> None:
        """Do what ``store_batch`` does, but for storing."""
        known = statement_store.stored(session.connection(), [line.entry.id for line in batch])
        for line in batch:
            stored = known.get(line.entry.id)
            old = orjson.loads(stored) if stored else self._earlier(line.entry.id)
            if old is None:
                figures.new += 1
                place = (line.entry.id.bytes, line.offset)
                self._seen.execute("INSERT INTO seen VALUES (?, ?)", place)
            else:
                _compare(line, old, figures, tell)

    def close(self) -> None:
        """Forget everything."""
        self._seen.close()

    def _earlier(self, id_: uuid.UUID) -> "Json | None":
        found = self._seen.execute("SELECT place FROM seen WHERE id = ?", (id_.bytes,)).fetchone()
        if found is None:
            return None
        self._file.seek(found[0])
        earlier: Json = orjson.loads(self._file.readline())
        return earlier


def _compare(line: Line, old: "Json", figures: Figures, tell: Tell) -> None:
    if is_same(old, line.value):
        figures.known += 1
    else:
        figures.conflicting += 1
        tell(f"{line.number}行: {line.entry.id} は、ちがう内容で、もうあります。")


def _lines(file: BinaryIO) -> Iterator[tuple[int, int, bytes | None]]:
    """Return number, place and text of each line; None for one too long. Empty ones are none."""
    number, offset = 0, file.tell()
    while text := file.readline(MOST_BYTES):
        number += 1
        size = len(text)
        is_too_long = False
        while len(text) == MOST_BYTES and not text.endswith(b"\n"):
            is_too_long = True
            text = file.readline(MOST_BYTES)
            size += len(text)
        if is_too_long:
            yield number, offset, None
        elif text.strip():
            yield number, offset, text.strip()
        offset += size


def _good(session: "Session", text: bytes | None, number: int, offset: int, terms: Terms) -> Line:
    """Read and check one line.

    Raises:
        StatementInvalid: With every fault.
    """
    if text is None:
        raise _faulty("$", f"is longer than {MOST_BYTES} bytes")
    try:
        value = read_json(text)
    except JsonFaulty as error:
        raise _faulty("$", str(error)) from error
    is_object = isinstance(value, dict)
    text, value = _dated(text, value) if is_object else (text, value)
    told = value.get("authority") if is_object else None
    authority = told or Agent(terms.home_page, IMPORT_NAME).as_json()
    (entry,) = service.prepare(
        [Received(text, value)],
        authority=authority,
        version=_version_of(value, terms.version),
        counts=lambda _activity: identifier(authority) == terms.own,
        is_batch=False,
    )
    if not entry.is_named:
        raise _faulty("$.id", "is missing: an import could not be repeated")
    return Line(number, offset, entry, value, _attached(session, value, terms.folder))


def _dated(text: bytes, value: "Json") -> tuple[bytes, "Json"]:
    """Give a statement without a timestamp that of its former storing (Data 2.4.7)."""
    if "timestamp" in value or "stored" not in value:
        return text, value
    parts = members(text)
    return joined({**parts, "timestamp": parts["stored"]}), {**value, "timestamp": value["stored"]}


def _attached(session: "Session", value: "Json", folder: "Folder | None") -> dict[str, str]:
    found: dict[str, str] = {}
    missing: list[Fault] = []
    for at, told in attachments_of(value):
        sha2 = told["sha2"].lower()
        if folder is not None and folder.has(sha2):
            found[sha2] = told["contentType"]
        elif "fileUrl" not in told and not attachment_store.present(session, [sha2]):
            message = "has no file of this name and content in the folder of attachments"
            missing.append(Fault(f"{at}.sha2", message))
    if missing:
        raise StatementInvalid(missing)
    return found


def _version_of(value: object, otherwise: "Version") -> "Version":
    told = value.get("version") if isinstance(value, dict) else None
    if isinstance(told, str) and told.startswith(("1.0", "2.0")):
        return "1.0.3" if told.startswith("1.0") else "2.0"
    return otherwise


def _faulty(path: str, message: str) -> StatementInvalid:
    return StatementInvalid([Fault(path, message)])
