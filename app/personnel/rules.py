"""What becomes of somebody's employment by what is told of it. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

A_DAY: Final = timedelta(days=1)
_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,19}")


class EmploymentKind(StrEnum):
    """How somebody is employed (任用形態)."""

    FULL_TIME = "full_time"
    """常勤."""
    PART_TIME = "part_time"
    """非常勤."""
    FISCAL_YEAR = "fiscal_year"
    """会計年度任用."""
    PROMOTED_INSIDE = "promoted_inside"
    """内部登用."""
    RECRUITED_OUTSIDE = "recruited_outside"
    """外部登用."""
    ON_LOAN = "on_loan"
    """民間出向."""
    CO_WORKING = "co_working"
    """企業協業."""


KIND_WORDS: Final = {
    "常勤": EmploymentKind.FULL_TIME,
    "非常勤": EmploymentKind.PART_TIME,
    "会計年度任用": EmploymentKind.FISCAL_YEAR,
    "内部登用": EmploymentKind.PROMOTED_INSIDE,
    "外部登用": EmploymentKind.RECRUITED_OUTSIDE,
    "民間出向": EmploymentKind.ON_LOAN,
    "企業協業": EmploymentKind.CO_WORKING,
}
"""What files and Japanese pages call each kind, in the order in which they are listed."""


class Leave(StrEnum):
    """Why somebody who is employed is away for long."""

    SUSPENDED = "suspended"
    """休職."""
    CHILDCARE = "childcare"
    """育休."""
    SECONDED = "seconded"
    """出向中."""


LEAVE_WORDS: Final = {
    "休職": Leave.SUSPENDED,
    "育休": Leave.CHILDCARE,
    "出向中": Leave.SECONDED,
}
"""What files and Japanese pages call each."""


class KindNeeded(Exception):
    """Somebody begins to be employed, and nobody says how."""


class DaysDiffer(Exception):
    """Days that cannot be: an end before its beginning, or two employments at once."""


@dataclass(frozen=True, slots=True)
class Away:
    """Why somebody is away, since when, and the last day of it where that is known."""

    kind: Leave
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether a day is in it."""
        return holds(self.starts_on, self.ends_on, day)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A row of ``Employment``; ``id`` is None for one that is still to be made."""

    id: object
    kind: EmploymentKind
    grade: str
    rank: str
    hired_on: date
    starts_on: date
    ends_on: date | None
    away: Away | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an employment; None says nothing, and what is there stays."""

    kind: EmploymentKind | None = None
    grade: str | None = None
    rank: str | None = None
    hired_on: date | None = None
    left_on: date | None = None
    away: Away | None = None

    @property
    def is_anything(self) -> bool:
        """Whether anything is told."""
        return any(
            one is not None
            for one in (self.kind, self.grade, self.rank, self.hired_on, self.left_on, self.away)
        )


def number_of(written: str) -> str:
    """Return an employee number as it is kept: half-width, capital letters."""
    return unicodedata.normalize("NFKC", written).strip().upper()


def is_number(number: str) -> bool:
    """Say whether something can be an employee number: digits, letters and hyphens, up to 20."""
    return _NUMBER.fullmatch(number) is not None


def number_key(number: str) -> str:
    """Return what two ways of writing one number share: Excel takes zeros off its front."""
    return number_of(number).lstrip("0") or "0"


def holds(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Say whether a stretch of time has a day in it."""
    return starts_on <= day and (ends_on is None or ends_on >= day)


def settled(known: Sequence[Stretch], told: Told, *, on: date) -> list[Stretch]:
    """Return somebody's stretches as they will be.

    Somebody who had left and is told of again is employed anew. A change of kind, grade or rank
    begins a stretch ``on`` that day; where nothing was known before, or the stretch begins that
    day, it is filled in. A day of hiring that differs corrects the one that was known.

    Args:
        known: All of one person, in any order.
        told: What a file or a page says.
        on: From when it holds.

    Raises:
        KindNeeded: An employment begins, and its kind is not told.
        DaysDiffer: It ends before it begins, or overlaps another.
    """
    if not told.is_anything:
        return list(known)
    rows = sorted(known, key=lambda one: one.starts_on)
    if _begins_anew(rows, told, on=on):
        rows.append(_new(told, on=on))
    else:
        rows = _changed(_rehired(rows, told), told, on=on)
    if told.away is not None:
        rows = _away(rows, told.away, _at(rows, told, on=on))
    if told.left_on is not None:
        last = _last_of(rows, told)
        rows[last] = replace(rows[last], ends_on=told.left_on)
    _check(rows)
    return rows


def back(known: Sequence[Stretch], *, on: date) -> list[Stretch]:
    """Return somebody's stretches where a leave that was written is taken away again.

    It is that of the stretch that holds ``on`` that day, or of the last one.
    """
    rows = sorted(known, key=lambda one: one.starts_on)
    place = _holding(rows, on)
    return [replace(one, away=None) if at == place else one for at, one in enumerate(rows)]


def ended(known: Sequence[Stretch], *, last: date) -> list[Stretch]:
    """Return somebody's stretches where they leave: nothing holds after ``last``.

    A stretch that would only begin after it ends on the day on which it begins.
    """
    return [
        replace(one, ends_on=max(last, one.starts_on))
        if one.ends_on is None or one.ends_on > last
        else one
        for one in known
    ]


def _away(rows: list[Stretch], away: Away, place: int) -> list[Stretch]:
    """Let somebody be away. A leave that was over before begins a stretch, so that both are kept.

    The same beginning corrects what is known; so does a leave that overlaps it.
    """
    now = rows[place]
    was = now.away
    is_over = was is not None and was.ends_on is not None and was.ends_on < away.starts_on
    if not is_over or not now.starts_on < away.starts_on:
        return [*rows[:place], replace(now, away=away), *rows[place + 1 :]]
    if now.ends_on is not None and now.ends_on < away.starts_on:
        raise DaysDiffer
    before = replace(now, ends_on=away.starts_on - A_DAY)
    after = replace(now, id=None, starts_on=away.starts_on, away=away)
    return [*rows[:place], before, after, *rows[place + 1 :]]


def _holding(rows: Sequence[Stretch], day: date) -> int:
    """Return the place of the stretch that holds a day, or of the last one; -1 without any."""
    found = [at for at, one in enumerate(rows) if holds(one.starts_on, one.ends_on, day)]
    return found[0] if found else len(rows) - 1


def _begins_anew(rows: Sequence[Stretch], told: Told, *, on: date) -> bool:
    if not rows or any(one.hired_on == told.hired_on for one in rows):
        return not rows
    end = rows[-1].ends_on
    if told.hired_on is not None:
        return end is not None and told.hired_on > end
    has_left = end is not None and end < on
    return has_left and (told.left_on is None or told.left_on >= on)


def _new(told: Told, *, on: date) -> Stretch:
    if told.kind is None:
        raise KindNeeded
    starts = told.hired_on or (on if told.left_on is None else min(on, told.left_on))
    return Stretch(None, told.kind, told.grade or "", told.rank or "", starts, starts, None)


def _rehired(rows: list[Stretch], told: Told) -> list[Stretch]:
    """Correct the day on which the employment began that is told of."""
    hired, chain = told.hired_on, rows[_last_of(rows, told)].hired_on
    if hired is None or hired == chain:
        return rows
    first = min(place for place, one in enumerate(rows) if one.hired_on == chain)
    return [
        replace(one, hired_on=hired, starts_on=hired if place == first else one.starts_on)
        if one.hired_on == chain
        else one
        for place, one in enumerate(rows)
    ]


def _changed(rows: list[Stretch], told: Told, *, on: date) -> list[Stretch]:
    place = _at(rows, told, on=on)
    now = rows[place]
    then = replace(
        now,
        kind=told.kind or now.kind,
        grade=now.grade if told.grade is None else told.grade,
        rank=now.rank if told.rank is None else told.rank,
    )
    is_filled_in = now.kind is then.kind and now.grade in {"", then.grade}
    is_filled_in = is_filled_in and now.rank in {"", then.rank}
    is_over = now.ends_on is not None and now.ends_on < on
    if is_filled_in or now.starts_on >= on or is_over:
        return [*rows[:place], then, *rows[place + 1 :]]
    lasts = then.away if then.away is not None and _lasts(then.away, on) else None
    before = replace(now, ends_on=on - A_DAY)
    after = replace(then, id=None, starts_on=on, away=lasts)
    return [*rows[:place], before, after, *rows[place + 1 :]]


def _lasts(away: Away, day: date) -> bool:
    return away.ends_on is None or away.ends_on >= day


def _at(rows: Sequence[Stretch], told: Told, *, on: date) -> int:
    """Return the place of the stretch that holds that day, of the employment that is told of."""
    last = _last_of(rows, told)
    mine = [place for place, one in enumerate(rows) if one.hired_on == rows[last].hired_on]
    begun = [place for place in mine if rows[place].starts_on <= on]
    return begun[-1] if begun else mine[0]


def _last_of(rows: Sequence[Stretch], told: Told) -> int:
    """Return the place of the last stretch of the employment that is told of."""
    named = [place for place, one in enumerate(rows) if one.hired_on == told.hired_on]
    return named[-1] if named else len(rows) - 1


def _check(rows: Sequence[Stretch]) -> None:
    for one in rows:
        if one.starts_on < one.hired_on or (one.ends_on and one.ends_on < one.starts_on):
            raise DaysDiffer
    for one, following in pairwise(rows):
        if one.ends_on is None or one.ends_on >= following.starts_on:
            raise DaysDiffer
