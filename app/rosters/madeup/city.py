"""A made-up city hall as a table of the simple form."""

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random
from typing import Final

from app.rosters.madeup.names import Named, a_name
from app.rosters.simple import headings as h
from app.sheets.text import written_csv

DEPARTMENTS: Final = (
    *("総務局＞総務課", "総務局＞人事課", "総務局＞情報政策課", "財務局＞財政課"),
    *("財務局＞税務課", "市民局＞市民課", "市民局＞地域振興課", "こども未来局＞子育て支援課"),
    *("福祉局＞長寿福祉課", "環境局＞環境政策課", "都市局＞道路課", "消防局＞予防課"),
)
"""Twelve sections, in 建制順, within their bureaus."""
RANKS: Final = ("課長", "課長補佐", "係長", "主査", "主任", "主事")
_HEADS: Final = (1, 3, 7, 13)
"""Up to which seat somebody is 課長, 課長補佐, 係長 or 主査; then 主任 and 主事 take turns."""
_GRADES: Final = {"課長": 6, "課長補佐": 5, "係長": 4, "主査": 3, "主任": 2, "主事": 1}
_KINDS: Final = {
    11: "非常勤",
    23: "外部登用",
    29: "民間出向",
    41: "内部登用",
    53: "企業協業",
}
"""By place among sixty; all others are 常勤."""
_YEARLY: Final = 5
_SECOND_POSTS: Final = 20
"""Every so manieth person has a second post elsewhere (兼務)."""


def city_roster(*, staff: int = 300, seed: int = 20_262, on: date | None = None) -> bytes:
    """Return a table of a city hall's staff, as CSV.

    Args:
        staff: How many people.
        seed: The same gives the same people.
        on: The day from which it holds (発令日); that of the import without one.
    """
    hand = Random(seed)  # noqa: S311  made-up people
    return written_csv([h.HEADINGS, *_rows(staff, hand, on)])


def transfer_roster(
    moved: Iterable[tuple[str, str, str]],
    hired: Iterable[tuple[str, str, str]],
    *,
    on: date,
    hand: Random,
) -> bytes:
    """Return a table of what changes on a day, as CSV.

    Args:
        moved: Employee number, where to, and as what, of each who changes section.
        hired: Employee number, where to, and login of each who begins.
        on: The day of effect (発令日).
        hand: Draws the names of those who begin.
    """
    rows = [
        {h.EMPLOYEE: number, h.PLACE: place, h.ROLE: "職員", h.TITLE: title, h.MAIN: "主務"}
        for number, place, title in moved
    ]
    for number, place, login in hired:
        work = {h.LOGIN: login, **_employment(1, RANKS[-1], on.year)}
        work |= {h.EMPLOYEE: number, h.JOB_GRADE: "1級1号給", h.HIRED: on.isoformat()}
        name = a_name(hand, is_child=False)
        told = zip(h.HEADINGS, _row(place, name, RANKS[-1], "主務", work), strict=True)
        rows.append({heading: cell for heading, cell in told if cell})
    for row in rows:
        row[h.EFFECTIVE] = on.isoformat()
    return written_csv(
        [h.HEADINGS, *([row.get(heading, "") for heading in h.HEADINGS] for row in rows)]
    )


def _rows(staff: int, hand: Random, on: date | None) -> Iterator[list[str]]:
    """Yield main posts, then second ones: places are made in the order in which they are named."""
    second: list[list[str]] = []
    for number in range(staff):
        place = DEPARTMENTS[number * len(DEPARTMENTS) // staff]
        seat = number - _first_of(place, staff) + 1
        name, login = a_name(hand, is_child=False), f"s{number + 1:04d}"
        rank = _rank(seat)
        work = {h.LOGIN: login, **_employment(number, rank, 2024 if on is None else on.year)}
        work[h.EFFECTIVE] = "" if on is None else on.isoformat()
        yield _row(place, name, rank, "主務", work)
        if number % _SECOND_POSTS == _SECOND_POSTS - 1:
            elsewhere = [one for one in DEPARTMENTS if one != place]
            second.append(_row(hand.choice(elsewhere), name, f"{rank}（兼務）", "兼務", work))
    yield from second


def _first_of(place: str, staff: int) -> int:
    """Return the number of the first person of a section."""
    rank = DEPARTMENTS.index(place)
    return -(-rank * staff // len(DEPARTMENTS))


def _rank(seat: int) -> str:
    for rank, last in zip(RANKS, _HEADS, strict=False):
        if seat <= last:
            return rank
    return RANKS[4 + seat % 2]


def _employment(number: int, rank: str, year: int) -> dict[str, str]:
    """Return how somebody is employed: most for good, every eighth for a fiscal year."""
    is_yearly = number % 8 == _YEARLY and rank in RANKS[4:]
    kind = "会計年度任用" if is_yearly else _KINDS.get(number % 60, "常勤")
    hired = f"{year - (number * 7) % 30}-04-01"
    return {
        h.EMPLOYEE: f"{120_001 + number * 3}",
        h.KIND: kind,
        h.JOB_GRADE: "" if is_yearly else f"{_GRADES[rank]}級{1 + number % 40}号給",
        h.RANK: "" if is_yearly else rank,
        h.HIRED: f"{year}-04-01" if is_yearly else hired,
    }


def _row(place: str, name: Named, rank: str, main: str, work: dict[str, str]) -> list[str]:
    cells = {
        **work,
        h.PLACE: place,
        h.FAMILY: name.family,
        h.GIVEN: name.given,
        h.FAMILY_KANA: name.family_kana,
        h.GIVEN_KANA: name.given_kana,
        h.ROLE: "職員",
        h.TITLE: rank,
        h.MAIN: main,
    }
    return [cells.get(heading, "") for heading in h.HEADINGS]
