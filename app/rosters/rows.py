"""One row of a roster, whatever its form: its cells, and all that is wrong with them. Pure."""

import csv
import re
import unicodedata
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Final

from app.identity import rules as people
from app.rosters.faults import Fault, Flaw
from app.rosters.roster import At
from app.sheets.text import unguarded

Mends = Mapping[At, Mapping[str, str]]
"""What stands in place of cells, by row and column; an empty column sets the row aside, and
``WHOLE`` stands for the row itself, its cells parted by commas."""

SET_ASIDE: Final = ""
WHOLE: Final = "*"
LONGEST_ROW: Final = 8_000
_FORMULA: Final = tuple("=+@\t\r")
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]+")
_KATAKANA: Final = re.compile("[ァ-ヺー・ヽヾ 　]*")
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOST_NUMBER: Final = 999
_UUID_VERSION: Final = 4
LONGEST_NAME: Final = 60


def wide(text: str) -> str:
    """Write half-width kana in full width, and leave everything else as it is."""
    return _HALF_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def cells_of(written: str) -> list[str]:
    """Return the cells of a row that somebody wrote in one line."""
    return next(csv.reader([" ".join(written.splitlines())]), [])


def evened(values: Sequence[str], wanted: int) -> list[str] | None:
    """Return cells in the wanted number, where only empty ones at the end are missing or over."""
    if any(cell.strip() for cell in values[wanted:]):
        return None
    return [*values[:wanted], *[""] * (wanted - len(values))]


def cells_fault(at: At, values: Sequence[str], written: str, wanted: int, of: str = "") -> Fault:
    """Say that a row has another number of cells than its heading; evened cells are proposed."""
    even = evened(values, wanted)
    proposal = None if even is None else written_row(even)
    told = {"wanted": str(wanted), "found": str(len(values))}
    return Fault(*at, WHOLE, Flaw.CELLS, written.strip()[:LONGEST_ROW], proposal, told, of)


def written_row(values: Iterable[str]) -> str:
    """Write cells in one line, parted by commas."""
    out = StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    return out.getvalue()


class Row:
    """A row being read.

    Attributes:
        file: Its file.
        line: Its line.
        faults: What is wrong with it, so far.
        of: Whom or what it is about.
        widened: Whether half-width kana were mended on the way.
    """

    __slots__ = ("_cells", "_mends_kana", "faults", "file", "line", "of", "widened")

    def __init__(
        self,
        at: At,
        columns: Iterable[str],
        values: Iterable[str],
        mended: Mapping[str, str],
        *,
        mends_kana: bool = False,
    ) -> None:
        """Take the cells, with what somebody put in their place."""
        self.file, self.line = at
        self._cells = dict(zip(columns, values, strict=False))
        if mended:
            self._cells.update(mended)
        self._mends_kana = mends_kana
        self.faults: list[Fault] = []
        self.of = ""
        self.widened = False

    @property
    def at(self) -> At:
        """Where the row stands."""
        return (self.file, self.line)

    def fault(
        self, column: str, flaw: Flaw, value: str, proposal: str | None = None, **values: str
    ) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(
            Fault(self.file, self.line, column, flaw, value, proposal, values, self.of)
        )

    def raw(self, column: str) -> str:
        """Return a cell without blanks around it."""
        return self._cells.get(column, "").strip()

    def text(self, column: str, *, most: int = 255, needed: bool = False) -> str:
        """Return a cell that is text: no formula, no half-width kana, not too long."""
        given = self.raw(column)
        if not given:
            if needed:
                self.fault(column, Flaw.EMPTY, "")
            return ""
        value = unguarded(given)
        if value is given and value.startswith(_FORMULA):
            self.fault(column, Flaw.FORMULA, value, value.lstrip("=+@\t\r '\"") or None)
        elif _HALF_WIDTH.search(value):
            if self._mends_kana:
                self.widened = True
                return wide(value)
            self.fault(column, Flaw.HALF_WIDTH, value, wide(value))
        elif _UNREADABLE.search(value):
            self.fault(column, Flaw.CHARACTER, _UNREADABLE.sub("〓", value))
        elif len(value) > most:
            self.fault(column, Flaw.TOO_LONG, value, value[:most], most=str(most))
        return value

    def name(self, column: str, *, needed: bool = False) -> str:
        """Return a name, kept as it is written."""
        return people.kept_name(self.text(column, most=LONGEST_NAME, needed=needed))

    def kana(self, column: str) -> str:
        """Return a reading in full-width katakana."""
        before = len(self.faults)
        value = self.text(column, most=LONGEST_NAME)
        if len(self.faults) > before or _KATAKANA.fullmatch(value):
            return people.kept_kana(value)
        kept = people.kept_kana(value)
        if self._mends_kana and _KATAKANA.fullmatch(kept):
            return kept
        self.fault(column, Flaw.NOT_KATAKANA, value, kept if _KATAKANA.fullmatch(kept) else None)
        return value

    def uuid4(self, column: str, *, needed: bool = True) -> str:
        """Return a UUID of version 4, as it is written."""
        value = self.text(column, most=64, needed=needed)
        if value and not _is_uuid4(value):
            self.fault(column, Flaw.NOT_UUID4, value)
        return value

    def word(self, column: str, words: Collection[str], *, needed: bool = True) -> str:
        """Return one of a few words."""
        value = self.text(column, needed=needed)
        if value and value not in words:
            close = next((word for word in words if word.lower() == value.lower()), None)
            self.fault(column, Flaw.WORD, value, close, words="、".join(words))
        return value

    def day(self, column: str, *, needed: bool = False) -> date | None:
        """Return a day; what is written in another way is proposed as it should be."""
        value = self.text(column, needed=needed)
        if not value:
            return None
        found = _DATE.fullmatch(unicodedata.normalize("NFKC", value))
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or (not self._mends_kana and day.isoformat() != value):
            self.fault(column, Flaw.DATE, value, day.isoformat() if day else None)
        return day

    def number(self, column: str) -> int | None:
        """Return a number from 1 to 999."""
        value = self.text(column)
        if not value:
            return None
        plain = unicodedata.normalize("NFKC", value).removesuffix("番")
        fits = plain.isascii() and plain.isdigit() and 1 <= int(plain) <= _MOST_NUMBER
        if not fits or (plain != value and not self._mends_kana):
            self.fault(column, Flaw.NUMBER, value, plain if fits else None)
        return int(plain) if fits else None

    def login(self, column: str) -> str:
        """Return a login id or an e-mail address, as it is kept."""
        value = people.login_key(self.text(column, most=254))
        if value and not people.is_login(value):
            plain = re.sub(r"[^a-z0-9._-]", "", value) if "@" not in value else ""
            self.fault(
                column, Flaw.LOGIN, value, plain if people.LOGIN_ID.fullmatch(plain) else None
            )
        return value


def _is_uuid4(value: str) -> bool:
    try:
        found = uuid.UUID(value)
    except ValueError:
        return False
    return found.version == _UUID_VERSION and str(found) == value.lower()
