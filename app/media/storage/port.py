"""What the library asks of a place for files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, Protocol

KEY: Final = re.compile(r"[0-9a-f]{64}(?:-small)?\.[a-z0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies there, and since when it was put there last."""

    key: str
    at: datetime


class Storage(Protocol):
    """A place for files. Every method raises ``StorageAway`` when the place does not answer."""

    def put(self, key: str, file: Path) -> None:
        """Keep a copy of a file, whole or not at all."""

    def open(self, key: str) -> BinaryIO:
        """Open a file to read.

        Raises:
            FileNotFoundError: There is none.
        """

    def delete(self, key: str) -> None:
        """Remove a file; one that is not there is removed already."""

    def address(self, key: str) -> str:
        """Say where a file lies, for whoever looks after the place."""

    def stored(self) -> Iterator[Stored]:
        """Return all that lies there."""


def checked(key: str) -> str:
    """Return a key that is one.

    Raises:
        ValueError: It could lead elsewhere.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"no key of a file: {key[:80]!r}")
    return key
