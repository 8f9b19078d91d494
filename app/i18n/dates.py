"""Days as people here write them."""

from datetime import date

REIWA_STARTS = date(2019, 5, 1)
HEISEI_STARTS = date(1989, 1, 8)
WEEKDAYS = "月火水木金土日"
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


def jdate(day: date) -> str:
    """Return ``令和8年10月1日（2026年）``: the era, and the western year beside it."""
    era, year = era_year(day)
    return f"{era}{_first(year)}年{day.month}月{day.day}日（{day.year}年）"


def plain_date(day: date) -> str:
    """Return ``2026年10月1日``, for citizens."""
    return f"{day.year}年{day.month}月{day.day}日"


def child_date(day: date) -> str:
    """Return ``11月24日（火曜日）``, for children."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}曜日）"


def days_left(day: date, *, today: date) -> str:
    """Return ``きょうを入れてあと3日`` for a day to come, ``きょうまで`` for today."""
    left = (day - today).days + 1
    if left <= 0:
        return "すぎました"
    return "きょうまで" if left == 1 else f"きょうを入れてあと{left}日"


def fiscal_year(day: date) -> int:
    """Return the western year in which the Japanese fiscal year of ``day`` began."""
    return day.year if day.month >= FISCAL_YEAR_STARTS_IN else day.year - 1


def _first(year: int) -> str:
    return "元" if year == 1 else str(year)
