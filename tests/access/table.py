"""Reading the table of access: ``table.txt``, whose head says how it is written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

KEPT = Path(__file__).with_name("table.txt")
GAP = re.compile(r"\s{2,}")
NAMED = "to be named"
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
class Besides:
    """People who are named on one page to readers who have nothing to do with them."""

    path: str
    readers: tuple[str, ...]
    people: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """An address that tells readers whether a thing is there, though it does not open."""

    method: str
    path: str
    readers: tuple[str, ...]
    reason: str

    def is_of(self, entry: Entry) -> bool:
        """Whether it is about an address of the table."""
        return (self.method, self.path) == (entry.method, entry.path)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole of it.

    Attributes:
        named: Who may be named to whom, by who is named.
        besides: Who may be named to whom on one page alone.
        told: Where a denial may tell that there is something.
    """

    readers: tuple[str, ...]
    entries: tuple[Entry, ...]
    named: Mapping[str, Row]
    besides: tuple[Besides, ...]
    told: tuple[Told, ...]


def read(text: str) -> Table:
    """Read a table.

    Raises:
        ValueError: A line cannot be read, or names a policy that is not there.
    """
    readers: tuple[str, ...] = ()
    policies: dict[str, dict[str, Row]] = {}
    entries: list[Entry] = []
    reasons: list[str] = []
    others: list[tuple[str, ...]] = []
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
            case ["as", _]:
                others.append(tuple(GAP.split(line)))
            case ["besides" | "told", _]:
                reasons.append(line)
            case [_, rest] if rest.startswith("/"):
                entries.extend(_entries(policies, line, number))
            case _:
                row, cells = GAP.split(line.strip(), maxsplit=1)
                policies[name][row] = _cells(readers, cells.split(), number)
    _like_others(policies, others)
    everybody = (*readers, *dict.fromkeys(reader for _, reader, *_ in others))
    given = [_reason(everybody, line) for line in reasons]
    return Table(
        everybody,
        tuple(entries),
        policies[NAMED],
        tuple(one for one in given if isinstance(one, Besides)),
        tuple(one for one in given if isinstance(one, Told)),
    )


def _like_others(policies: dict[str, dict[str, Row]], others: list[tuple[str, ...]]) -> None:
    """Give a column to the readers who are as another one in all but some cells."""
    for like, reader, *_ in others:
        for rows in policies.values():
            for row, cells in rows.items():
                rows[row] = {reader: cells[like.removeprefix("as ")], **cells}
    for _, reader, policy, row, cell in others:
        policies[policy][row] = {**policies[policy][row], reader: Cell(cell)}


def _entries(policies: Mapping[str, Mapping[str, Row]], line: str, number: int) -> Iterator[Entry]:
    method, rest = line.split(maxsplit=1)
    path, policy = GAP.split(rest)
    if policy not in policies:
        raise ValueError(f"line {number}: there is no policy {policy!r}")
    for one in (ANY if method == "ANY" else method).split():
        yield Entry(one, path, Policy(policy, policies[policy]))


def _reason(readers: tuple[str, ...], line: str) -> Besides | Told:
    kind, address, told, *people, reason = GAP.split(line)
    whom = readers if told == "everybody" else tuple(told.split(", "))
    if kind == "besides":
        return Besides(address, whom, tuple(people[0].split(", ")), reason)
    method, path = address.split()
    return Told(method, path, whom, reason)


def _cells(readers: tuple[str, ...], cells: list[str], number: int) -> Row:
    if len(cells) != len(readers):
        raise ValueError(f"line {number}: {len(cells)} cells for {len(readers)} readers")
    return {reader: Cell(cell) for reader, cell in zip(readers, cells, strict=True)}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line
