"""The table of question kinds: the one place where a kind is added."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.items import simulations
from app.items.choice import Choice
from app.items.hotspot import Hotspot
from app.items.inline_choice import InlineChoice
from app.items.item import Item, Kind
from app.items.multiple_response import MultipleResponse
from app.items.numeric import Numeric
from app.items.open_kinds import ExtendedText, Likert
from app.items.order import Order
from app.items.placing import Categorize, Match
from app.items.text_entry import TextEntry

_ALL: Final[tuple[Kind, ...]] = (
    Choice(),
    MultipleResponse(),
    Order(),
    TextEntry(),
    Numeric(),
    InlineChoice(),
    Match(),
    Categorize(),
    Hotspot(),
    ExtendedText(),
    Likert(),
    simulations.INBOX,
    simulations.SIGN_UP,
    simulations.PASSWORD,
    simulations.AUDIENCE,
    simulations.SEARCH_RESULTS,
    simulations.ASSISTANT,
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in _ALL})


def kind_of(item: Item) -> Kind:
    """Return the kind of ``item``.

    Raises:
        KeyError: No such kind; a published item always has one.
    """
    return KINDS[item.kind]
