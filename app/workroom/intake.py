"""What members send, made into a file that may be kept: what media takes, and tables (CSV)."""

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from app.media import intake
from app.media.errors import NotTaken, Refusal
from app.media.intake import Received
from app.media.rules import HEAD, LARGEST_KEPT, MediaKind, MediaType, type_of
from app.workroom.rules import is_table

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE: Final = MediaType("csv", MediaKind.FILE, "text/csv")


@contextmanager
def received(stream: IO[bytes]) -> "Iterator[Received]":
    """Take a file from a form.

    Args:
        stream: The file, at its beginning; it can be read again from there.

    Raises:
        NotTaken: It is none of media's types and no table, too large for its type, or broken.
    """
    head = stream.read(HEAD)
    stream.seek(0)
    if not head or type_of(head) is not None:
        with intake.received(stream) as came:
            yield came
        return
    with tempfile.TemporaryDirectory(prefix="terakoya-table-") as folder:
        yield _table(stream, Path(folder) / "came")


def _table(stream: IO[bytes], path: Path) -> Received:
    data = stream.read(LARGEST_KEPT + 1)
    if len(data) > LARGEST_KEPT:
        is_text = is_table(data[: data.rindex(b"\n") + 1]) if b"\n" in data else False
        why = Refusal.TOO_LARGE if is_text else Refusal.UNKNOWN
        raise NotTaken(why, largest=LARGEST_KEPT)
    if not is_table(data):
        raise NotTaken(Refusal.UNKNOWN)
    path.write_bytes(data)
    return Received(path, TABLE, hashlib.sha256(data).hexdigest(), len(data))
