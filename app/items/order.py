"""``order``: put the options in their right order."""

from dataclasses import dataclass
from itertools import pairwise

from app.items.item import (
    Cardinality,
    Fault,
    Grade,
    Item,
    Kind,
    Response,
    ResponseError,
    Writing,
    joined,
    mixed,
)


@dataclass(frozen=True, slots=True)
class Order(Kind):
    """QTI orderInteraction. The right order is the one the author wrote."""

    name: str = "order"
    label: str = "じゅんばんにならべる"
    cardinality: Cardinality = Cardinality.ORDERED
    written_as: Writing = Writing.STEPS
    interaction: str = "sequencing"
    can_shuffle: bool = False

    def check(self, item: Item) -> list[Fault]:
        """Ask for two things at least."""
        if len(item.options) >= 2:  # noqa: PLR2004  one thing has no order
            return []
        return [
            (
                item.line,
                "並べるものが2つ以上ありません",
                "「1. はじめにすること #キー」のように、正しい順番で書きます。",
            )
        ]

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:
        """Shuffle by ``seed``, and never into the right order."""
        return mixed(item.keys, seed)

    def accepts(self, item: Item, response: Response) -> bool:
        """Take every key once."""
        return 0 < len(response) == len(item.keys) and set(response) == set(item.keys)

    def grade(self, item: Item, response: Response) -> Grade:
        """Give the share of neighbors that follow each other rightly; 1.0 when all do.

        The explanation is that of the first thing out of its place; of all, once all is right.
        """
        if not self.accepts(item, response):
            raise ResponseError("every offered key must be placed once")
        if response == item.keys:
            return Grade(1.0, item.keys)
        right = set(pairwise(item.keys))
        score = sum(pair in right for pair in pairwise(response)) / len(right)
        first = next(a for a, b in zip(response, item.keys, strict=True) if a != b)
        return Grade(score, (first,))

    def correct_pattern(self, item: Item) -> list[str]:
        """Name the options in their order."""
        return [joined(item.keys)]
