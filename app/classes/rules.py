"""School years, school grades, and what a class of the next year is called. Pure."""

import re
from datetime import date

APRIL = 4
LEVELS = {"P": 6, "J": 3, "H": 3}
"""How many years each level of school has, by the letter of its grade codes."""
_FIRST = {"P": 1, "J": 7, "H": 10}
LAST_GRADES = (6, 9, 12)
"""After which pupils leave a school whose levels nobody has told."""


def school_year_of(day: date) -> int:
    """Return the year in whose April the school year of ``day`` began; 2026 for 2027-03-31."""
    return day.year if day.month >= APRIL else day.year - 1


def school_year(year: int) -> tuple[str, date, date]:
    """Return title, first and last day of a school year, as the Japan Profile wants them."""
    return f"{year}年度", date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def code_of(grade: int) -> str:
    """Return the Japan Profile's code of a grade, 1–12: P1–P6, J1–J3, H1–H3."""
    level = "P" if grade < _FIRST["J"] else "J" if grade < _FIRST["H"] else "H"
    return f"{level}{grade - _FIRST[level] + 1}"


def grade_of(code: str) -> int | None:
    """Return the grade of a code, 1–12; None for a code of another kind."""
    found = re.fullmatch(r"([PJH])([1-9])", code)
    if found is None or int(found[2]) > LEVELS[found[1]]:
        return None
    return _FIRST[found[1]] + int(found[2]) - 1


def grades_of(levels: str | None) -> range:
    """Return the grades of a school by the letters of its levels; all twelve where untold."""
    if not levels:
        return range(1, 13)
    return range(_FIRST[levels[0]], _FIRST[levels[-1]] + LEVELS[levels[-1]])


def leaves_after(grade: int, levels: str | None) -> bool:
    """Say whether pupils leave a school after this grade."""
    return grade in LAST_GRADES if not levels else grade >= grades_of(levels)[-1]
