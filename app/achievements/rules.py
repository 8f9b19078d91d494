"""Lines that people type, and days on which something ends. Pure."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from app.credentials.results import PLAIN, ResultFacts, ResultKind

RENEWAL_WINDOW = timedelta(days=60)
"""So long before its end a credential may be renewed."""

MOST_PEOPLE = 10_000
"""People in one batch."""

MOST_RESULTS = 5
MOST_STEPS = 6
LONGEST_NAME = 40

_PERCENT = re.compile(r"(100|[1-9]?[0-9])?%")
_SKILL = re.compile(r"([^\s,、]+)[\s,、]+(\d{1,2})")


def read_skill(line: str) -> tuple[str, int] | None:
    """Return the item's ref and the level of a line like ``dss-l@1.2/T5 2``, or None."""
    found = _SKILL.fullmatch(unicodedata.normalize("NFKC", line).strip())
    return None if found is None else (found[1], int(found[2]))


def read_result(line: str) -> ResultFacts | None:
    """Return the result that a line names, or None.

    A name alone is told in words; ``演習: %`` and ``演習: 70%`` in percent; and
    ``発表: もう少し／よい*`` in steps from the lowest, ``*`` after the one that is needed.
    """
    name, colon, told = unicodedata.normalize("NFKC", line).strip().partition(":")
    name, told = name.strip(), told.strip()
    if not _is_name(name) or bool(colon) != bool(told):
        return None
    if not colon:
        return ResultFacts(name, ResultKind.WORDS)
    if percent := _PERCENT.fullmatch(told):
        return ResultFacts(name, ResultKind.PERCENT, required=percent[1] or "")
    return _in_steps(name, [step.strip() for step in told.split("/")])


def result_line(facts: ResultFacts) -> str:
    """Return the line that ``read_result`` reads as these facts."""
    if facts.kind is ResultKind.STEP:
        steps = (step + "*" * (step == facts.required) for step in facts.steps)
        return f"{facts.name}: {'／'.join(steps)}"
    if facts.kind is ResultKind.PERCENT:
        return f"{facts.name}: {facts.required}%"
    return facts.name


def _in_steps(name: str, typed: list[str]) -> ResultFacts | None:
    steps = tuple(step.removesuffix("*").strip() for step in typed)
    needed = [step for step, as_typed in zip(steps, typed, strict=True) if as_typed.endswith("*")]
    are_some = 2 <= len(steps) <= MOST_STEPS and len(set(steps)) == len(steps)  # noqa: PLR2004  one step tells nothing
    if not are_some or len(needed) > 1 or not all(map(_is_name, steps)):
        return None
    return ResultFacts(name, ResultKind.STEP, steps, "".join(needed))


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and "*" not in text and PLAIN.fullmatch(text) is not None


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
