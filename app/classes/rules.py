"""School years. Pure."""

from datetime import date

APRIL = 4


def school_year_of(day: date) -> int:
    """Return the year in whose April the school year of ``day`` began; 2026 for 2027-03-31."""
    return day.year if day.month >= APRIL else day.year - 1


def school_year(year: int) -> tuple[str, date, date]:
    """Return title, first and last day of a school year, as the Japan Profile wants them."""
    return f"{year}年度", date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)
