"""The 確認番号 on paper: a short random word, by which anybody can ask what the paper says. Pure.

``7K4M-9QXD-4TFH-W``: twelve characters of 29, and a thirteenth that follows from them, so that a
slip of the pen is told from a paper that was made up. 58 random bits: at the twenty tries that one
address has in a quarter of an hour, nobody comes upon somebody's paper.
"""

import secrets
import unicodedata
from typing import Final

LETTERS: Final = "3456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, 1, 2, I, L, O and U: on paper they are taken for each other, for Z, or for V."""

RANDOM: Final = 12
LENGTH: Final = RANDOM + 1
_GROUP: Final = 4


def new() -> str:
    """Return a code that nobody has."""
    word = "".join(secrets.choice(LETTERS) for _ in range(RANDOM))
    return word + _check(word)


def shown(code: str) -> str:
    """Return a code as it stands on paper, in groups."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(typed: str) -> str | None:
    """Return the code that somebody typed, or None for what is none.

    Small letters, full-width ones, spaces and dashes of every kind are as good as what is printed.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(c for c in plain if c.isalnum())
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        return None
    return code if _check(code[:RANDOM]) == code[RANDOM] else None


def _check(word: str) -> str:
    """Return the sign that tells one wrong letter, and two neighbors that changed places.

    It does so for certain, because the number of letters is a prime and no weight a multiple.
    """
    total = sum(LETTERS.index(letter) * weight for weight, letter in enumerate(word, start=1))
    return LETTERS[total % len(LETTERS)]
