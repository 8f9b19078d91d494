"""A list of questions as it was read: kept until somebody takes it in. Pure."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import Any, Final, Self

from app.itembanks.interchange.asked import Listed, Unread
from app.itembanks.interchange.source import written
from app.itembanks.item_text import ItemText, item_text

Json = dict[str, Any]

KEY: Final = "q"
"""What a question is called until it has a place."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question that was read.

    Attributes:
        row: Where it stands in its file.
        name: What its author called it; may be empty.
        text: The question, called ``KEY``.
        notes: What could not be kept of it.
        grades: For which school years it is.
        refs: Framework items it shows.
    """

    row: int
    name: str
    text: ItemText
    notes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that was read of a file, and every row that could not be."""

    found: tuple[Found, ...]
    unread: tuple[Unread, ...]

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "found": [
                [one.row, one.name, astuple(one.text), one.notes, one.grades, one.refs]
                for one in self.found
            ],
            "unread": [[one.row, one.reason, one.text] for one in self.unread],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            tuple(
                Found(row, name, ItemText(*text), tuple(notes), tuple(grades), tuple(refs))
                for row, name, text, notes, grades, refs in data["found"]
            ),
            tuple(Unread(*one) for one in data["unread"]),
        )


def listing_of(listed: Listed, is_tag: Callable[[str], bool]) -> Listing:
    """Write every question that was read as a block.

    Args:
        listed: What was read; each of its questions can be written.
        is_tag: Whether a framework on file has such an item.
    """
    found = []
    for entry in listed.entries:
        asked = entry.asked
        unknown = [item for item in asked.items if not is_tag(item)]
        found.append(
            Found(
                entry.row,
                asked.name,
                item_text(written(asked, KEY)),
                (
                    *entry.notes,
                    *(f"「{one[:40]}」という枠組みの項目は、ありません。" for one in unknown),
                ),
                asked.grades,
                tuple(item for item in asked.items if item not in unknown),
            )
        )
    return Listing(tuple(found), listed.unread)
