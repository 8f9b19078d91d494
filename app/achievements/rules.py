"""Lines that people type, and days on which something ends. Pure."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

RENEWAL_WINDOW = timedelta(days=60)
"""So long before its end a credential may be renewed."""

MOST_PEOPLE = 10_000
"""People in one batch."""

_SKILL = re.compile(r"([^\s,、]+)[\s,、]+(\d{1,2})")


def read_skill(line: str) -> tuple[str, int] | None:
    """Return the item's ref and the level of a line like ``dss-l@1.2/T5 2``, or None."""
    found = _SKILL.fullmatch(unicodedata.normalize("NFKC", line).strip())
    return None if found is None else (found[1], int(found[2]))


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines that hold something, without the space around them."""
    return (line.strip() for line in text.splitlines() if line.strip())


def months_later(day: date, months: int) -> date:
    """Return the same day some months later; the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_due_again(expires_on: date | None, *, on: date) -> bool:
    """Say whether what ends on a day may be renewed: what never ends may not."""
    return expires_on is not None and expires_on - on <= RENEWAL_WINDOW
