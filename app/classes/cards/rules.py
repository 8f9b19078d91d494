"""Pictures, codes, and the hours of school. Pure."""

from collections.abc import Iterable, Iterator, Set
from datetime import date, datetime, time, timedelta

from app.clock import JST, day_of

PICTURES = (
    *("apple", "ball", "umbrella", "star", "boat", "flower"),
    *("train", "key", "clock", "cake", "moon", "house"),
)
"""Of which three are a child's secret; never chosen from anything else."""
SECRET_PICTURES = 3
ANIMALS = ("rabbit", "cat", "dog", "bear", "bird", "fish", "turtle", "elephant")
COLORS = ("ai", "enji", "kusa", "murasaki", "oudo")
"""The theme's fields."""
EMBLEMS = tuple(f"{animal}-{color}" for color in COLORS for animal in ANIMALS)
"""Forty; a class in Japan has at most as many."""

OPEN_FOR = timedelta(minutes=60)
DAY_BEGINS, DAY_ENDS = time(8), time(17)
SATURDAY = 5
WRONG_TRIES = 5
"""Of one child at one door."""
WRONG_AT_DOOR = 60
WRONG_CODES = 20
"""From one network, in 15 minutes; from the door's own they are not counted."""
CODE_DIGITS = 6

_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def is_school_time(now: datetime) -> bool:
    """Say whether it is a weekday between the hours of school; holidays are not known here."""
    there = now.astimezone(JST)
    return there.weekday() < SATURDAY and DAY_BEGINS <= there.time() < DAY_ENDS


def closes_at(now: datetime, *, is_outside: bool) -> datetime:
    """Return when a door that opens now closes: with the day, unless it opened outside of it."""
    after = now + OPEN_FOR
    return after if is_outside else min(after, day_ends(day_of(now)))


def session_ends(now: datetime, door_closes: datetime) -> datetime:
    """Return when a child who came in by a card is out: with the school's day, or the door."""
    return max(day_ends(day_of(now)), door_closes)


def day_ends(day: date) -> datetime:
    """Return the instant at which the school's day ends."""
    return datetime.combine(day, DAY_ENDS, tzinfo=JST)


def code_key(typed: str) -> str:
    """Return a code as it is kept: full-width digits, spaces and hyphens are no fault."""
    return "".join(mark for mark in typed.translate(_WIDE) if mark.isascii() and mark.isdecimal())


def spoken(code: str) -> str:
    """Return a code in two halves, as it is said and written."""
    return f"{code[:3]} {code[3:]}"


def are_pictures(chosen: Set[str]) -> bool:
    """Say whether a choice could be somebody's secret."""
    return len(chosen) == SECRET_PICTURES and chosen <= set(PICTURES)


def free_emblems(taken: Iterable[str]) -> Iterator[str]:
    """Yield emblems that nobody in a class has yet; in a class of more than forty, any again."""
    used = set(taken)
    yield from (one for one in EMBLEMS if one not in used)
    while True:
        yield from EMBLEMS


def card_name(given_name: str, given_kana: str) -> str:
    """Return what a small child reads on a card: the given name in hiragana, where it is known."""
    return given_kana.translate(_KATAKANA) or given_name


def grade_of(grades: Iterable[str]) -> int:
    """Return the lowest school year of a class; P3 is 3, J1 is 7; 1 where nothing is said."""
    begins = {"P": 0, "J": 6, "H": 9}
    years = [
        begins[one[0]] + int(one[1:])
        for one in grades
        if one[:1] in begins and one[1:].isascii() and one[1:].isdecimal()
    ]
    return min(years, default=1)
