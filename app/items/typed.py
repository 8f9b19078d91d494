"""What kinds share whose answer is typed and compared with what was foreseen."""

from dataclasses import dataclass
from typing import ClassVar

from app.items.item import Fault, Item, Kind


@dataclass(frozen=True, slots=True)
class TypedKind(Kind):
    """A kind that shows no options; what nobody foresaw is told by the question's closing.

    Attributes:
        example: How a right answer is written in a lesson file.
    """

    needs_closing: bool = True
    can_shuffle: bool = False
    example: ClassVar[str]

    def check(self, item: Item) -> list[Fault]:
        """Ask for a right answer."""
        if item.correct_keys:
            return []
        mend = f"「- [x] {self.example} #キー」の行を足します。"
        return [(item.line, "正しい答え（[x]）がありません", mend)]

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:  # noqa: ARG002  nothing is shown
        """Offer nothing: what was foreseen must not be seen."""
        return ()
