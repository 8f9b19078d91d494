"""Numbers with what they count, where the reading depends on the number: 3分, 1人, 20日. Pure.

Only the counters of the interface's own strings and dates; texts of courses are read at publish.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from app.i18n.notation import Segment, Segments

_DOUBLED: Final = frozenset({0, 1, 3, 4, 6, 8})
"""Last digits after which 分 is ぷん: いっぷん, さんぷん… じゅっぷん."""


def counted(number: int, counter: str) -> Segments:
    """Return a number and its counter as one word.

    Args:
        number: 0 or more.
        counter: A key of ``COUNTERS``.

    Returns:
        The kana stand over the counter alone (24**日**, か), as digits are read by everybody; over
        both where the two are one sound (**1人**, ひとり).
    """
    return COUNTERS[counter](number)


def _always(counter: str, kana: str) -> Callable[[int], Segments]:
    return lambda number: _beside(number, counter, kana)


def _beside(number: int, counter: str, kana: str) -> Segments:
    return Segment(str(number)), Segment(counter, kana, word_start=False)


def _minutes(number: int) -> Segments:
    return _beside(number, "分", "ぷん" if number and number % 10 in _DOUBLED else "ふん")


def _people(number: int) -> Segments:
    whole = {1: "ひとり", 2: "ふたり"}.get(number)
    return (Segment(f"{number}人", whole),) if whole else _beside(number, "人", "にん")


def _days(number: int) -> Segments:
    """Days of a month, and days in a row from the second on; both are counted alike."""
    whole = {1: "ついたち", 20: "はつか"}.get(number)
    if whole:
        return (Segment(f"{number}日", whole),)
    old = 2 <= number <= 10 or number in {14, 24}  # noqa: PLR2004  ふつか … とおか, じゅうよっか
    return _beside(number, "日", "か" if old else "にち")


COUNTERS: Final = MappingProxyType(
    {
        "年": _always("年", "ねん"),
        "月": _always("月", "がつ"),
        "日": _days,
        "分": _minutes,
        "人": _people,
    }
)
"""What is counted here, and who reads it."""
