"""The rows of a CSV, each with the line at which it begins, however broken it is. Pure."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from typing import Final, NamedTuple

from app.sheets.errors import Unreadable

MOST_BROKEN: Final = 1_000
"""Rows of one file with a quotation mark that stands alone."""
_MARK: Final = '"'


class Line(NamedTuple):
    """A row: the line at which it begins, its cells, and itself where their number is wrong."""

    number: int
    values: list[str]
    written: str = ""

    @property
    def is_there(self) -> bool:
        """Whether anything stands in it."""
        if not self.values:
            return bool(self.written.strip())
        return any(cell.strip() for cell in self.values)


def lines_of(data: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines of a file with their ends, decoded as they are asked for."""
    with TextIOWrapper(BytesIO(data), encoding, newline="") as text:
        for line in text:
            yield line.replace("\x00", "\ufffd")


class Lines:
    """The lines of a file. A quotation mark that is not closed takes its own row, and no other.

    ``csv`` lets such a mark swallow all that follows, up to the next one; so a row of several
    lines that does not come out even, or whose first line has all the cells already, is read again
    as its first line alone.
    """

    def __init__(self, name: str, lines: Iterable[str], most: int, separator: str = ",") -> None:
        """Take a file's lines, with their ends; ``most`` rows of them are read."""
        self.name, self.most, self.separator = name, most, separator
        self.source = iter(lines)
        self.back: deque[str] = deque()
        self.taken: list[str] = []

    def rows(self, wanted: int | None = None) -> Iterator[Line]:
        """Yield each row, empty ones too.

        Args:
            wanted: How many cells a row has; None where that may differ.

        Raises:
            Unreadable: There are too many rows, or too many quotation marks stand alone.
        """
        number, broken = 1, 0
        reader = self._reader()
        for count in range(self.most + 2):
            self.taken.clear()
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error:  # longer than any cell: a mark that stands alone
                values = []
            if count > self.most:
                raise Unreadable(f"{self.name} が長すぎます（{self.most:,}行まで）。")
            if len(self.taken) > 1 and self._is_broken(values, wanted):
                broken += 1
                self._refuse_many(broken)
                self.back.extendleft(reversed(self.taken[1:]))
                del self.taken[1:]
                reader = self._reader()
                values = self._first()
            is_even = wanted is None or len(values) == wanted
            yield Line(number, values, "" if is_even and values else self.taken[0])
            number += len(self.taken)

    def _reader(self) -> "Iterator[list[str]]":
        return csv.reader(self._lines(), delimiter=self.separator)

    def _lines(self) -> Iterator[str]:
        """Yield each line, and note it; those that were given back first."""
        while True:
            line = self.back.popleft() if self.back else next(self.source, "")
            if not line:
                return
            self.taken.append(line)
            yield line

    def _is_broken(self, values: list[str], wanted: int | None) -> bool:
        is_odd = sum(line.count(_MARK) for line in self.taken) % 2 == 1
        if is_odd or not values or wanted is None:
            return is_odd or not values
        return len(values) != wanted or len(self._first()) == wanted

    def _first(self) -> list[str]:
        """Return the cells of the first line alone."""
        return next(csv.reader(self.taken[:1], delimiter=self.separator), [])

    def _refuse_many(self, broken: int) -> None:
        if broken > MOST_BROKEN:
            raise Unreadable(
                f"{self.name} に、閉じていない「{_MARK}」が{MOST_BROKEN:,}行より多くあります。"
                "もとのシステムから、もう一度書き出します。"
            )
