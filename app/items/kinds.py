"""The table of question kinds: the one place where a kind is added."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.items.choice import Choice
from app.items.item import Item, Kind
from app.items.multiple_response import MultipleResponse
from app.items.order import Order
from app.items.text_entry import TextEntry

_ALL: Final[tuple[Kind, ...]] = (
    Choice(),
    MultipleResponse(),
    Order(),
    TextEntry(),
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in _ALL})


def kind_of(item: Item) -> Kind:
    """Return the kind of ``item``.

    Raises:
        KeyError: No such kind; a published item always has one.
    """
    return KINDS[item.kind]
