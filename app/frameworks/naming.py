"""How an item looks under the name that the city gave it. Pure."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.frameworks.models import FrameworkItem, LabelSource
from app.frameworks.wording import Label

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG_COLUMN: Final = 6
_LONGEST_PIECE: Final = 8
"""Letters; a name of the first never has to wrap in an upright column head, and the second is as
much as one line of it holds."""
_RUN: Final = re.compile(r"[ァ-ヶー・]+|[A-Za-z0-9]+|[^ァ-ヶー・A-Za-z0-9]+")


def pieces(name: str) -> tuple[str, ...]:
    """Cut a name where a column head may wrap: between katakana, Latin letters and the rest.

    The pieces together are the name. None is a single letter, and none longer than a line.
    """
    if len(name) <= _LONG_COLUMN:
        return (name,)
    found: list[str] = []
    for run in _RUN.findall(name):
        if found and (len(run) == 1 or len(found[-1]) == 1):
            found[-1] += run
        else:
            found.append(run)
    return tuple(half for piece in found for half in _halved(piece))


def _halved(piece: str) -> tuple[str, ...]:
    """Cut what no line holds in the middle, again where need be."""
    if len(piece) <= _LONGEST_PIECE:
        return (piece,)
    middle = (len(piece) + 1) // 2
    return (*_halved(piece[:middle]), *_halved(piece[middle:]))


def called(item: FrameworkItem, ja: str, en: str | None) -> FrameworkItem:
    """Return an item under the city's names for it, which are nobody's publication.

    Args:
        item: As published.
        ja: What the city calls it.
        en: The same in English; None leaves the framework's own English name.
    """
    return replace(
        item,
        label=Label(ja=ja, en=en or item.published.en),
        column=item.column if ja == item.published.ja else pieces(ja),
        label_source=item.label_source if ja == item.published.ja else LabelSource.CITY,
        verified=item.verified and ja == item.published.ja,
        english_source=LabelSource.CITY if en else item.english_source,
        english_verified=item.english_verified and not en,
    )


def clash(item_ref: str, others: "Iterable[FrameworkItem]", ja: str, en: str | None) -> str:
    """Return the language in which another item is called so, ``""`` for none.

    Args:
        item_ref: The item that is named.
        others: All items of its framework, as they are called now.
        ja: Its new name.
        en: Its new English name, if any.
    """
    labels = [
        label for one in others if one.ref != item_ref for label in (one.label, one.published)
    ]
    if any(label.ja == ja for label in labels):
        return "ja"
    return "en" if en and any(label.en == en for label in labels) else ""
