"""References to items, and their sources on the way from course to bank and back. Pure."""

import difflib
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self

LONGEST_KEY: Final = 64

_REFERENCE: Final = re.compile(r"([a-z][a-z0-9-]*)/([a-z][a-z0-9-]*)@([1-9]\d{0,5})")
_OPENING: Final = re.compile(r"\A\ufeff?:::[ \t]*([A-Za-z][\w-]*)([^\n]*)")
_KEY: Final = re.compile(r"[ \t]+#[^\s#=]+")
_PICTURE: Final = re.compile(r"\(<?(assets/[^\s<>()]+)")
_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Reference:
    """Which version of which item a question of a course was taken from."""

    bank: str
    item: str
    number: int

    @classmethod
    def read(cls, written: str | None) -> Self | None:
        """Read ``bank/item@number``; None for anything else."""
        match = _REFERENCE.fullmatch(written or "")
        return cls(match[1], match[2], int(match[3])) if match else None

    def __str__(self) -> str:
        return f"{self.bank}/{self.item}@{self.number}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of a comparison: ``+`` only in the newer text, ``-`` only in the older, or both."""

    sign: str
    text: str


def kept_source(written: str) -> str:
    """Return a question of a course as a bank keeps it.

    What only means something in its course is left out: its objective, and where it was from.
    """
    text = _LINE_END.sub("\n", written).strip() + "\n"
    return with_attributes(text, {"objective": None, "bank": None})


def placed_source(
    source: str, *, key: str, reference: Reference | None, objective: str | None = None
) -> str:
    """Return an item of a bank as it stands in a course.

    Args:
        source: The item, as ``kept_source`` left it.
        key: Its key in the course.
        reference: Where it is from.
        objective: The key of the course's objective that it shows.
    """
    text = with_key(source, key)
    named = {"objective": objective, "bank": str(reference) if reference else None}
    return with_attributes(text, named)


def key_of(source: str) -> str:
    """Return the key on a question's first line; empty where there is none."""
    opening = _OPENING.match(source)
    found = _KEY.search(opening[2]) if opening else None
    return found[0].strip().removeprefix("#") if found else ""


def with_key(source: str, key: str) -> str:
    """Return a question with another key."""
    opening = _OPENING.match(source)
    if opening is None:
        return source
    rest = _KEY.sub("", opening[2], count=1)
    return f"::: {opening[1]} #{key}{rest}{source[opening.end() :]}"


def with_attributes(source: str, values: Mapping[str, str | None]) -> str:
    """Return a question with these attributes on its first line; None takes one away."""
    opening = _OPENING.match(source)
    if opening is None:
        return source
    rest = opening[2]
    for name, value in values.items():
        written = re.compile(rf'[ \t]+{name}=(?:"[^"]*"|\S+)')
        rest = written.sub("", rest)
        rest += f" {name}={value}" if value else ""
    return f"::: {opening[1]}{rest.rstrip()}{source[opening.end() :]}"


def picture_paths(source: str) -> tuple[str, ...]:
    """Return the files that a question shows or links to, each once."""
    return tuple(dict.fromkeys(_PICTURE.findall(source)))


def digest_of(data: bytes) -> str:
    """Return the hash under which a file is kept and served."""
    return hashlib.sha256(data).hexdigest()


def content_hash(source: str, files: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """Return the hash by which two versions are the same: text, and files it shows."""
    found = hashlib.sha256(source.encode())
    for path, data in sorted(files.items()):
        found.update(f"\0{path}\0{digest_of(data)}".encode())
    return found.hexdigest()


def free_key(wanted: str, taken: Collection[str]) -> str:
    """Return a key that nothing has: as wanted, or with the first number after it that is free."""
    if wanted not in taken:
        return wanted
    stem = wanted[: LONGEST_KEY - 5]
    return next(key for n in range(2, len(taken) + 3) if (key := f"{stem}-{n}") not in taken)


def next_key(first: str, taken: Collection[str]) -> str:
    """Return the first of ``stem-1``, ``stem-2`` … that nothing has; ``first`` names the stem."""
    stem = first.rpartition("-")[0]
    return next(key for n in range(1, len(taken) + 2) if (key := f"{stem}-{n}") not in taken)


def compared(older: str, newer: str) -> tuple[Difference, ...]:
    """Compare two texts line by line."""
    lines = difflib.ndiff(older.splitlines(), newer.splitlines())
    return tuple(Difference(line[0].strip(), line[2:]) for line in lines if line[0] != "?")
