"""Items of frameworks found by words or code, and those likely meant by a sentence. Pure."""

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.frameworks.models import FrameworkItem

_TELLING: Final = re.compile("[一-鿿々]+|[ァ-ヺー]{2,}|[A-Za-z]{2,}")
"""Runs of letters that tell what a sentence is about; kana between them say how."""


def folded(text: str) -> str:
    """Return a text as it is compared: width, case and kind of kana make no difference."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in wide)


def matching(items: "Iterable[FrameworkItem]", text: str) -> "tuple[FrameworkItem, ...]":
    """Return the items that hold every word of a search, those of that very code first.

    Args:
        items: In the order of their frameworks.
        text: Words and codes with spaces between; "" finds nothing.
    """
    words = folded(text).split()
    if not words:
        return ()
    found = [item for item in items if all(word in _words_of(item) for word in words)]
    return tuple(sorted(found, key=lambda item: folded(item.code) not in words))


def likely(
    items: "Iterable[FrameworkItem]", sentence: str, *, most: int = 3
) -> "tuple[FrameworkItem, ...]":
    """Return the items that share telling words with a sentence, the most first.

    Args:
        items: In the order of their frameworks.
        sentence: What somebody can do.
        most: How many at most.
    """
    wanted = _pairs(sentence)
    scored = [(len(wanted & _pairs(item.label.ja)), item) for item in items]
    best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
    return tuple(item for _score, item in best[:most])


def _words_of(item: "FrameworkItem") -> str:
    """Return what a search may ask for; the framework's own name finds an item as well."""
    labels = [
        item.label,
        item.published,
        item.group.label,
        *([item.part.label] if item.part else []),
    ]
    words = (word for label in labels for word in (label.ja, label.en))
    return folded(" ".join((item.ref, *words, item.note)))


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighboring letters in the telling words of a text."""
    return {
        run[n : n + 2]
        for run in _TELLING.findall(unicodedata.normalize("NFKC", text))
        for n in range(len(run) - 1)
    }
