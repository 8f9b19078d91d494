"""Reading the table of access: ``table.txt``, whose head says how it is written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

KEPT = Path(__file__).with_name("table.txt")
GAP = re.compile(r"\s{2,}")
ANY = "DELETE GET PATCH POST PUT"


class Cell(StrEnum):
    """What becomes of somebody who asks."""

    OPENS = "yes"
    SIGN_IN = "in"
    HIDDEN = "-"
    TOLD = "no"
    KEY = "key"
    NOTHING = "."


Row = Mapping[str, Cell]
"""Cells by reader."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may open what stands under it: rows by what the thing has to do with the reader."""

    name: str
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Entry:
    """An address with its method, and the policy that holds."""

    method: str
    path: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Table:
    """The whole of it."""

    readers: tuple[str, ...]
    entries: tuple[Entry, ...]


def read(text: str) -> Table:
    """Read a table.

    Raises:
        ValueError: A line cannot be read, or names a policy that is not there.
    """
    readers: tuple[str, ...] = ()
    policies: dict[str, dict[str, Row]] = {}
    entries: list[Entry] = []
    name = ""
    for number, line in _lines(text):
        match line.split(maxsplit=1):
            case ["readers", rest]:
                readers = tuple(rest.split())
            case ["policy", rest]:
                name = rest
                policies[name] = {}
            case ["area", _]:
                continue
            case [method, rest] if rest.startswith("/"):
                path, policy = GAP.split(rest)
                if policy not in policies:
                    raise ValueError(f"line {number}: there is no policy {policy!r}")
                methods = (ANY if method == "ANY" else method).split()
                held = Policy(policy, policies[policy])
                entries.extend(Entry(one, path, held) for one in methods)
            case _:
                row, cells = GAP.split(line.strip(), maxsplit=1)
                policies[name][row] = _cells(readers, cells.split(), number)
    return Table(readers, tuple(entries))


def _cells(readers: tuple[str, ...], cells: list[str], number: int) -> Row:
    if len(cells) != len(readers):
        raise ValueError(f"line {number}: {len(cells)} cells for {len(readers)} readers")
    return {reader: Cell(cell) for reader, cell in zip(readers, cells, strict=True)}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line
