"""What comes from a browser, made into a file that may be kept. No database, no library.

All is on the disk, in a folder that is gone with the block: a file is never in memory as a whole
but for a recording, which has 5 MB at the most, and whatever goes wrong leaves nothing behind.
"""

import hashlib
import struct
import tempfile
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from app.media.durations import seconds_of
from app.media.errors import NotTaken, Refusal
from app.media.metadata import STRIPPERS
from app.media.papers.process import write_anew
from app.media.pictures.process import redraw
from app.media.rules import HEAD, TYPES, MediaKind, MediaType, type_of
from app.ui.drawings import picture_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may be kept, with what it says of itself.

    Attributes:
        path: Where it lies, as long as the block lasts.
        type: By its content.
        sha256: Of the file.
        size: Bytes.
        width: Pixels, of a picture.
        height: Pixels, of a picture.
        seconds: How long a recording is, where it says so.
        small: A small copy, for lists.
    """

    path: Path
    type: MediaType
    sha256: str
    size: int
    width: int | None = None
    height: int | None = None
    seconds: int | None = None
    small: Path | None = None


@contextmanager
def received(stream: IO[bytes]) -> "Iterator[Received]":
    """Take a file from a form.

    Args:
        stream: The file, at its beginning.

    Raises:
        NotTaken: It is none of the library's types, too large for its type, or broken.
    """
    with tempfile.TemporaryDirectory(prefix="terakoya-media-") as folder:
        came = Path(folder) / "came"
        kind = _copied(stream, came)
        yield _READERS[kind.kind](came, kind)


def _copied(stream: IO[bytes], to: Path) -> MediaType:
    head = stream.read(HEAD)
    if not head:
        raise NotTaken(Refusal.NO_FILE)
    found = type_of(head)
    if found is None:
        raise NotTaken(Refusal.UNKNOWN)
    size = len(head)
    with to.open("wb") as copy:
        copy.write(head)
        while block := stream.read(BLOCK):
            size += len(block)
            if size > found.largest:
                raise NotTaken(Refusal.TOO_LARGE, largest=found.largest)
            copy.write(block)
    return found


def _drawn(came: Path, kind: MediaType) -> Received:
    if kind.suffix == "svg":
        return _drawing(came, kind)
    kept, small = came.with_name("kept"), came.with_name("small")
    picture = redraw(came, kept, small)
    return Received(
        kept,
        TYPES[picture.suffix],
        *_measured(kept),
        width=picture.width,
        height=picture.height,
        small=small,
    )


def _drawing(came: Path, kind: MediaType) -> Received:
    """Take an SVG as it is, if it does nothing but draw: the rule of course files."""
    fault = next(iter(picture_faults(came.read_bytes())), None)
    if fault is not None:
        raise NotTaken(Refusal.DRAWING, told=f"{fault[1]}。{fault[2]}")
    return Received(came, kind, *_measured(came))


def _paper(came: Path, kind: MediaType) -> Received:
    kept = came.with_name("kept")
    write_anew(came, kept)
    return Received(kept, kind, *_measured(kept))


def _recording(came: Path, kind: MediaType) -> Received:
    """Keep sound and pictures, without what the file says besides; see ``metadata``."""
    try:
        came.write_bytes(STRIPPERS[kind.suffix](came.read_bytes()))
    except (ValueError, struct.error) as error:
        raise NotTaken(Refusal.UNREADABLE) from error
    with came.open("rb") as file:
        seconds = seconds_of(file, kind.suffix)
    return Received(came, kind, *_measured(came), seconds=seconds)


def _measured(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


_READERS: Final[Mapping[MediaKind, Callable[[Path, MediaType], Received]]] = {
    MediaKind.IMAGE: _drawn,
    MediaKind.AUDIO: _recording,
    MediaKind.VIDEO: _recording,
    MediaKind.FILE: _paper,
}
