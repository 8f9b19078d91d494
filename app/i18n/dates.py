"""Days as people here write them, with the readings of what stands beside the numbers."""

from datetime import date
from functools import lru_cache

from app.i18n.counters import counted
from app.i18n.notation import Segment, Segments
from app.i18n.reading import Spelled

REIWA_STARTS = date(2019, 5, 1)
HEISEI_STARTS = date(1989, 1, 8)
WEEKDAYS = (
    *(("月", "げつ"), ("火", "か"), ("水", "すい"), ("木", "もく")),
    *(("金", "きん"), ("土", "ど"), ("日", "にち")),
)
"""From Monday on, with their readings."""

ERAS = {
    "令和": (Segment("令", "れい"), Segment("和", "わ", word_start=False)),
    "平成": (Segment("平", "へい"), Segment("成", "せい", word_start=False)),
}
FISCAL_YEAR_STARTS_IN = 4


def era_year(day: date) -> tuple[str, int]:
    """Return the era's name and the year in it: ``("令和", 8)`` for 2026.

    Raises:
        ValueError: The day lies before Heisei; no date of this platform does.
    """
    if day >= REIWA_STARTS:
        return "令和", day.year - 2018
    if day >= HEISEI_STARTS:
        return "平成", day.year - 1988
    raise ValueError(f"no era is kept for {day}")


@lru_cache(maxsize=512)
def jdate(day: date) -> Spelled:
    """Return ``令和8年10月1日（2026年）``: the era, and the western year beside it."""
    era, year = era_year(day)
    first = (Segment("元", "がん"), Segment("年", "ねん", word_start=False))
    return Spelled(
        (
            *ERAS[era],
            *(first if year == 1 else counted(year, "年")),
            *_in_the_year(day),
            Segment("（"),
            *counted(day.year, "年"),
            Segment("）"),
        )
    )


@lru_cache(maxsize=512)
def plain_date(day: date) -> Spelled:
    """Return ``2026年10月1日``, for citizens."""
    return Spelled((*counted(day.year, "年"), *_in_the_year(day)))


@lru_cache(maxsize=512)
def child_date(day: date) -> Spelled:
    """Return ``11月24日（火曜日）``, for children."""
    kanji, kana = WEEKDAYS[day.weekday()]
    weekday = (
        Segment("（"),
        Segment(kanji, kana),
        Segment("曜", "よう", word_start=False),
        Segment("日", "び", word_start=False),
        Segment("）"),
    )
    return Spelled((*_in_the_year(day), *weekday))


def month_day(day: date) -> Spelled:
    """Return ``11月24日``, where the year goes without saying."""
    return Spelled(_in_the_year(day))


def _in_the_year(day: date) -> Segments:
    return *counted(day.month, "月"), *counted(day.day, "日")


def days_left(day: date, *, today: date) -> Spelled:
    """Return ``きょうを入れてあと3日`` for a day to come, ``きょうまで`` for today."""
    left = (day - today).days + 1
    if left <= 1:
        return Spelled((Segment("きょうまで" if left == 1 else "すぎました"),))
    number, *counter = counted(left, "日")
    return Spelled(
        (
            Segment("きょうを"),
            Segment("入", "い", phrase_start=True),
            Segment("れて", word_start=False),
            Segment("あと", phrase_start=True),
            number._replace(phrase_start=True),
            *counter,
        )
    )


def fiscal_year(day: date) -> int:
    """Return the western year in which the Japanese fiscal year of ``day`` began."""
    return day.year if day.month >= FISCAL_YEAR_STARTS_IN else day.year - 1
