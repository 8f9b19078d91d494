"""How lists write days, hours, names and results, and what a title attests. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from app.clock import day_of, months_before

EARLIEST: Final = date(1989, 1, 8)
"""The first day of Heisei: no page writes a day before it."""
LONGEST_TITLE: Final = 200
MOST_MINUTES: Final = 60 * 2000
MOST_MONTHS: Final = 240
ANYTHING: Final = "*"
"""Stands in a pattern for whatever is there, and for nothing."""

Claims = tuple[tuple[str, int], ...]
"""(item ref, level), in order of the refs."""


class Meaning(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    """職員番号."""
    LOGIN = "login"
    """Login id or mail address."""
    NAME = "name"
    """Compared, never searched by."""
    TITLE = "title"
    DAY = "day"
    HOURS = "hours"
    MINUTES = "minutes"
    RESULT = "result"


WHO: Final = (Meaning.NUMBER, Meaning.LOGIN)
TIME: Final = (Meaning.HOURS, Meaning.MINUTES)

DONE_WORDS: Final = (
    *("修了", "合格", "完了", "受講済", "受講済み", "済", "○", "〇", "◯"),
    *("Completed", "Passed", "Yes", "100%", "100"),
)
"""What lists write where somebody has completed; a source may say otherwise."""


def key_of(text: str) -> str:
    """Return what two ways of writing the same share: width, case and spaces left aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


# --- columns ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Columns:
    """Which heading of a source's lists means what.

    Attributes:
        headings: By meaning, as the lists write them; compared by ``key_of``.
        done_words: Of the column of results: what says that somebody has completed.
    """

    headings: Mapping[Meaning, str]
    done_words: tuple[str, ...] = DONE_WORDS

    def missing(self) -> tuple[str, ...]:
        """Return what is still to be chosen: ``who``, ``title``, ``day``, or ``time`` twice."""
        lacks = {
            "who": not any(one in self.headings for one in WHO),
            "title": Meaning.TITLE not in self.headings,
            "day": Meaning.DAY not in self.headings,
            "time": all(one in self.headings for one in TIME),
        }
        return tuple(name for name, is_lacking in lacks.items() if is_lacking)

    def places(self, heading_row: Sequence[str]) -> dict[Meaning, int]:
        """Return where each column stands in a row of headings; those that are absent are not."""
        keys = [key_of(one) for one in heading_row]
        return {
            meaning: keys.index(key)
            for meaning, heading in self.headings.items()
            if (key := key_of(heading)) in keys
        }

    def is_done(self, result: str) -> bool:
        """Say whether a result is one of somebody who has completed."""
        return key_of(result) in {key_of(one) for one in self.done_words}

    def to_json(self) -> dict[str, Any]:
        """Encode for the database."""
        return {
            "headings": {one.value: text for one, text in self.headings.items()},
            "done_words": list(self.done_words),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Columns":
        """Decode what ``to_json`` wrote."""
        headings = {Meaning(one): text for one, text in data["headings"].items()}
        return cls(headings, tuple(data["done_words"]))


def heading_place(rows: Sequence[Sequence[str]], columns: Columns | None = None) -> int:
    """Return which of the first rows holds the headings: lists may begin with a title.

    Args:
        rows: The first rows of a list.
        columns: Of the source; where one row has all of them, it is that one.
    """
    if columns is not None and columns.headings:
        for place, row in enumerate(rows):
            if len(columns.places(row)) == len(columns.headings):
                return place
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    return filled.index(max(filled)) if filled else 0


_LIKELY: Final[Mapping[Meaning, tuple[str, ...]]] = {
    Meaning.NUMBER: ("職員番号", "社員番号", "職員no", "employee id", "employee number"),
    Meaning.LOGIN: ("メールアドレス", "メール", "email", "e-mail", "user email", "ログインid"),
    Meaning.NAME: ("氏名", "受講者氏名", "受講者名", "名前", "name", "user name", "full name"),
    Meaning.TITLE: (
        "研修名",
        "講座名",
        "コース名",
        "科目名",
        "course title",
        "course name",
        "course",
    ),
    Meaning.DAY: (
        "修了日",
        "修了年月日",
        "完了日",
        "実施日",
        "受講日",
        "completion date",
        "completed",
    ),
    Meaning.HOURS: ("時間", "時間数", "研修時間", "受講時間", "hours"),
    Meaning.MINUTES: ("分", "時間（分）", "受講時間（分）", "minutes", "minutes completed"),
    Meaning.RESULT: ("修了区分", "結果", "修了", "合否", "受講状況", "status", "completion"),
}


def likely_columns(heading_row: Iterable[str]) -> dict[Meaning, str]:
    """Return what headings probably mean, for a form to begin with."""
    found: dict[Meaning, str] = {}
    for heading in heading_row:
        for meaning, words in _LIKELY.items():
            if meaning not in found and key_of(heading) in map(key_of, words):
                found[meaning] = heading
                break
    if all(one in found for one in TIME):
        del found[Meaning.HOURS]
    return found


# --- days, hours and names ----------------------------------------------------------------------

_BEGAN: Final = {"令和": 2018, "R": 2018, "r": 2018, "平成": 1988, "H": 1988, "h": 1988}
_SEPARATOR: Final = r"\s*(?:年|月|[./-])\s*"
_ERA_DAY: Final = re.compile(
    rf"(令和|平成|[RHrh])\.?\s*(元|[0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}})\s*日?"
)
_WESTERN_DAY: Final = re.compile(
    rf"([0-9]{{4}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}})\s*日?"
)
_COMPACT_DAY: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WEEKDAY: Final = re.compile(r"\s*\([月火水木金土日]\)$")
_HOUR: Final = re.compile(
    r"(?:T|\s+)([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?$"
)


def read_day(written: str) -> date | None:
    """Return the day that a cell names, whatever it says of the hour; None where it names none.

    令和8年3月31日, R8.3.31, 2026/3/31, 2026-03-31, 20260331, each with a weekday or a time
    behind it. A time with an offset says which day it was in Japan; the hour is kept nowhere.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    hour = _HOUR.search(text)
    if hour is not None:
        text = text[: hour.start()].strip()
    day = _day_of(_WEEKDAY.sub("", text))
    if day is None or hour is None:
        return day
    return _in_japan(day, int(hour[1]), int(hour[2]), hour[3])


def _day_of(text: str) -> date | None:
    if found := _ERA_DAY.fullmatch(text):
        year = 1 if found[2] == "元" else int(found[2])
        parts = (_BEGAN[found[1]] + year, found[3], found[4]) if year else (0, "0", "0")
    elif found := _WESTERN_DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        parts = (int(found[1]), found[2], found[3])
    else:
        return None
    try:
        return date(parts[0], int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _in_japan(day: date, hour: int, minute: int, offset: str | None) -> date | None:
    if hour > 23 or minute > 59:  # noqa: PLR2004  hours and minutes
        return None
    if offset is None:
        return day
    minutes = 0
    if offset != "Z":
        sign = -1 if offset[0] == "-" else 1
        minutes = sign * (int(offset[1:3]) * 60 + int(offset[-2:]))
    try:
        zone = timezone(timedelta(minutes=minutes))
        return day_of(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone))
    except (ValueError, OverflowError):
        return None


_WORDS: Final = re.compile(r"(?:([0-9]+(?:\.[0-9]+)?)時間)?(半)?(?:([0-9]+)分)?")
_CLOCK: Final = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::[0-5][0-9])?")
_NUMBER: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(h|hours?|min|minutes?)?")


def read_minutes(written: str, unit: Meaning) -> int | None:
    """Return how many minutes a cell means; None where it means no length of time.

    Args:
        written: 1.5, 90, 1時間30分, 1時間半, 90分, 1:30.
        unit: Of a bare number: ``HOURS`` or ``MINUTES``.
    """
    text = "".join(unicodedata.normalize("NFKC", written).split()).replace(",", "").casefold()
    if found := _CLOCK.fullmatch(text):
        minutes = Decimal(int(found[1]) * 60 + int(found[2]))
    elif found := _NUMBER.fullmatch(text):
        is_minutes = (unit is Meaning.MINUTES) if found[2] is None else found[2].startswith("m")
        minutes = Decimal(found[1]) * (1 if is_minutes else 60)
    elif text and (found := _WORDS.fullmatch(text)) and (found[1] or found[3]):
        half = 30 if found[2] and found[1] else 0
        minutes = Decimal(found[1] or 0) * 60 + half + int(found[3] or 0)
    else:
        return None
    whole = int(minutes.to_integral_value())
    return whole if whole <= MOST_MINUTES else None


def hours_text(minutes: int | None) -> str:
    """Return minutes as hours with two digits at most: 90 → ``1.5``; nothing for None."""
    return "" if minutes is None else f"{Decimal(minutes) / 60:.2f}".rstrip("0").rstrip(".")


_SAME: Final = str.maketrans("髙﨑德栁濵濱邉邊齋澤櫻廣國眞藪", "高崎徳柳浜浜辺辺斎沢桜広国真薮")


def is_same_name(written: str, known: str) -> bool:
    """Say whether a list's name may well be the one that is known, in old letters or new."""

    def bare(name: str) -> str:
        return "".join(unicodedata.normalize("NFKC", name).split()).translate(_SAME)

    return bare(written) == bare(known)


def fiscal_year(day: date) -> int:
    """Return the fiscal year (April to March) of a day, by the year in which it begins."""
    return day.year if day.month >= 4 else day.year - 1  # noqa: PLR2004  April


# --- what a title attests -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """What a course title of a source attests.

    Attributes:
        pattern: A title, or one with ``*`` for whatever stands there.
        claims: What it attests; empty where its hours alone are counted.
        months: For how long; None for good.
    """

    pattern: str
    claims: Claims
    months: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it means one title."""
        return ANYTHING not in key_of(self.pattern)

    def fits(self, title: str) -> bool:
        """Say whether a title is meant."""
        first, *rest = key_of(self.pattern).split(ANYTHING)
        text = key_of(title)
        if not rest:
            return text == first
        if not text.startswith(first):
            return False
        *middle, last = rest
        place = len(first)
        for piece in middle:
            found = text.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
        return len(text) - len(last) >= place and text.endswith(last)

    def last_good_day(self, completed_on: date) -> date | None:
        """Return until when what it attests is good."""
        return months_before(completed_on, -self.months) if self.months else None


def rule_for(title: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule that decides a title: an exact one, else the one that says most of it."""

    def rank(rule: Rule) -> tuple[bool, int, str]:
        return rule.is_exact, len(key_of(rule.pattern).replace(ANYTHING, "")), rule.pattern

    return max((one for one in rules if one.fits(title)), key=rank, default=None)


def claims_of(pairs: Iterable[tuple[str, int]]) -> Claims:
    """Return each item once, at its highest level, in order of the refs."""
    highest: dict[str, int] = {}
    for ref, level in pairs:
        highest[ref] = max(level, highest.get(ref, level))
    return tuple(sorted(highest.items()))
