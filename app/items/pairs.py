"""What kinds of ``directedPair`` share: slots to fill, each with one value."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.items.item import (
    PAIR,
    Cardinality,
    Grade,
    Item,
    Kind,
    Option,
    Response,
    ResponseError,
    Target,
    joined,
    parted,
)


def pair(slot: str, value: str) -> str:
    """Return one part of a response; keys hold no point."""
    return f"{slot}.{value}"


def unpaired(response: Response) -> dict[str, str]:
    """Return slot → value; what is no pair is left out, and so is refused by ``accepts``."""
    halves = (part.partition(".") for part in response)
    return {slot: value for slot, point, value in halves if point}


@dataclass(frozen=True, slots=True)
class PairKind(Kind):
    """A kind whose answer fills every slot with one of the values it may have."""

    cardinality: Cardinality = Cardinality.MULTIPLE
    base_type: str = "directedPair"
    interaction: str = "matching"

    @abstractmethod
    def right(self, item: Item) -> Mapping[str, str]:
        """Return slot → the value that is right."""

    @abstractmethod
    def explained(self, item: Item, given: Mapping[str, str]) -> tuple[str, ...]:
        """Return the options to explain after an answer."""

    def accepts(self, item: Item, response: Response) -> bool:
        """Take every slot once, with a value that was offered for it."""
        slots = dict(self.slots(item))
        if not slots or len(response) != len(slots):
            return False
        given = unpaired(response)
        return given.keys() == slots.keys() and all(
            value in slots[slot] for slot, value in given.items()
        )

    def grade(self, item: Item, response: Response) -> Grade:
        """Give the share of slots that are filled rightly."""
        if not self.accepts(item, response):
            raise ResponseError("every slot must be filled once with what was offered for it")
        given, right = unpaired(response), self.right(item)
        score = sum(given[slot] == value for slot, value in right.items()) / len(right)
        return Grade(score, self.explained(item, given))

    def correct_pattern(self, item: Item) -> list[str]:
        """Name the right pairs."""
        pairs = tuple(pair(slot, value) for slot, value in self.right(item).items())
        return [self.response_text(pairs)]

    def response_text(self, response: Response) -> str:
        """Write pairs as xAPI's ``matching`` does."""
        return joined(tuple(part.replace(".", PAIR, 1) for part in response))

    def read_response(self, text: str) -> Response:
        """Read pairs as xAPI's ``matching`` writes them."""
        return tuple(part.replace(PAIR, ".", 1) for part in parted(text))

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:
        """List the options as source, and where they go as target."""
        return {"source": item.options, "target": item.targets}


def wrong_slots(given: Mapping[str, str], right: Mapping[str, str]) -> tuple[str, ...]:
    """Return the slots that are filled wrongly, in their order."""
    return tuple(slot for slot, value in right.items() if given[slot] != value)
