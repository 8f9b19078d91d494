"""The file of an export: written beside and renamed, or continued after its last whole line."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from app.xapi.instants import read_timestamp

PRIVATE = 0o600
_BLOCK = 1024 * 1024


class NotAnExport(Exception):
    """The last line of a file that should be continued is no stored statement."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an export has come to.

    Attributes:
        stored: Of the last statement; None before the first.
        ids: Statements that were stored at that instant and are written already.
    """

    stored: datetime | None = None
    ids: frozenset[str] = frozenset()


START = Place()


@contextmanager
def to_write(path: Path) -> Iterator[tuple[BinaryIO, Place]]:
    """Open a new export. It gets its name once it is whole; what is broken off can be continued.

    Raises:
        FileExistsError: There is such a file, or one that was broken off; neither is touched.
        OSError: It cannot be written.
    """
    partial = _partial(path)
    if path.exists():
        raise FileExistsError(path)
    handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(handle, "r+b") as file:
        _alone(file)
        yield file, START
        _settle(file)
        partial.replace(path)


@contextmanager
def to_continue(path: Path) -> Iterator[tuple[BinaryIO, Place]]:
    """Open an export to go on after its last whole line; what was half written is cut off.

    Without a file there, or one that was broken off, a new one is begun.

    Raises:
        FileExistsError: There is a whole export beside the one that was broken off.
        NotAnExport: Its last line is no stored statement.
        BlockingIOError: Another export is writing it.
        OSError: It cannot be written.
    """
    partial = _partial(path)
    if not partial.exists() and not path.exists():
        with to_write(path) as opened:
            yield opened
        return
    if partial.exists() and path.exists():
        raise FileExistsError(partial)
    is_broken_off = partial.exists()
    with (partial if is_broken_off else path).open("r+b") as file:
        _alone(file)
        yield file, _last_place(file)
        _settle(file)
        if is_broken_off:
            partial.replace(path)


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _alone(file: BinaryIO) -> None:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _last_place(file: BinaryIO) -> Place:
    """Cut what is no whole line, and tell what the last ones are; leave the file at its end."""
    lines = _backwards(file)
    half = next(lines, b"")
    size = file.seek(0, os.SEEK_END) - len(half)
    found: Place = START
    for line in lines:
        stored, id_ = _read(line)
        if found.stored is not None and stored != found.stored:
            break
        found = Place(stored, found.ids | {id_})
    file.truncate(size)
    file.seek(size)
    return found


def _read(line: bytes) -> tuple[datetime, str]:
    try:
        value = orjson.loads(line)
        return read_timestamp(value["stored"]), str(value["id"]).lower()
    except (ValueError, KeyError, TypeError) as error:
        raise NotAnExport from error


def _backwards(file: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a file from its end; first what stands after the last line break."""
    end = file.seek(0, os.SEEK_END)
    rest = b""
    while end:
        start = max(0, end - _BLOCK)
        file.seek(start)
        rest, *lines = (file.read(end - start) + rest).split(b"\n")
        yield from reversed(lines)
        end = start
    yield rest
