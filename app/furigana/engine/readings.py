"""What is known about a text: this stretch is read so. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from app.i18n.notation import Segments


class Reading(NamedTuple):
    """A stretch of a text, and how it is read.

    Attributes:
        start: Its first character.
        end: The character after its last.
        kana: Its reading as in the notation: whole, or with "|" between its kanji; "" for none.
        others: Readings it has elsewhere.
        sure: Whether nobody needs to confirm it.
        segments: The segments themselves, where an author wrote them.
    """

    start: int
    end: int
    kana: str
    others: tuple[str, ...] = ()
    sure: bool = True
    segments: Segments = ()


def ranked(*ranks: Iterable[Reading]) -> list[Reading]:
    """Choose among readings that overlap.

    Args:
        ranks: The strongest first. Within a rank the earlier wins, then the longer, then the one
            that was named first.

    Returns:
        Those that stand, in the order of the text.
    """
    taken: set[int] = set()
    chosen: list[Reading] = []
    for rank in ranks:
        for reading in sorted(rank, key=lambda r: (r.start, -r.end)):
            places = range(reading.start, reading.end)
            if taken.isdisjoint(places):
                taken.update(places)
                chosen.append(reading)
    return sorted(chosen, key=lambda r: r.start)
