"""Plausible Japanese names, drawn by a seeded hand; those with 髙, 﨑 and 𠮷 among them.

``names.txt`` has three lines, of family names, children's and adults' names, each as name/reading.
"""

from pathlib import Path
from random import Random
from typing import Final, NamedTuple

_LINES: Final = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()
FAMILIES, CHILDREN, ADULTS = (
    tuple((name, kana) for name, _, kana in (pair.partition("/") for pair in line.split()))
    for line in _LINES
)


class Named(NamedTuple):
    """A name with its reading."""

    family: str
    given: str
    family_kana: str
    given_kana: str


def a_name(hand: Random, *, is_child: bool, family: tuple[str, str] | None = None) -> Named:
    """Draw a name; ``family`` (name, reading) where a family was drawn already."""
    name, kana = family or hand.choice(FAMILIES)
    given, given_kana = hand.choice(CHILDREN if is_child else ADULTS)
    return Named(name, given, kana, given_kana)
