"""``text-entry``: type a short answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.items.item import (
    Fault,
    Grade,
    Item,
    Option,
    Response,
    ResponseError,
    Target,
    folded,
    tiles_among,
)
from app.items.typed import TypedKind

_ONE_IS_ENOUGH = (
    "ひらがなとカタカナ、全角と半角、空白、「、。」、「ー」のちがいは同じ答えとして数えます。"
    "一つにまとめます。"
)

LONGEST = 200
"""Characters a typed answer may have; more is a mistake, not an answer."""


@dataclass(frozen=True, slots=True)
class TextEntry(TypedKind):
    """QTI textEntryInteraction with a mapping of foreseen answers."""

    name: str = "text-entry"
    label: str = "ことばで答える"
    base_type: str = "string"
    interaction: str = "fill-in"
    example = "正しい答え"

    def check(self, item: Item) -> list[Fault]:
        """Ask for an accepted text, and for answers that differ after folding."""
        faults = TypedKind.check(self, item)
        seen: dict[str, Option] = {}
        for option in item.options:
            text = folded(option.text)
            if not text or text in seen:
                faults.append(
                    (
                        option.line,
                        f"「{option.text}」は、"
                        + ("空の答えと同じです" if not text else "前の答えと区別できません"),
                        _ONE_IS_ENOUGH,
                    )
                )
            seen.setdefault(text, option)
        return faults

    def tiles(self, item: Item) -> Response:
        """Let every foreseen answer be pressed."""
        return tiles_among(item.options)

    def accepts(self, item: Item, response: Response) -> bool:  # noqa: ARG002  any text may come
        """Take one text that says something and is not an essay."""
        return len(response) == 1 and len(response[0]) <= LONGEST and bool(folded(response[0]))

    def grade(self, item: Item, response: Response) -> Grade:
        """Compare with what was foreseen, after folding.

        No option key in the grade means that the answer was not foreseen: the question's
        closing remark is then its explanation.
        """
        if not self.accepts(item, response):
            raise ResponseError("one text of 1 to 200 characters is needed")
        typed = folded(response[0])
        for option in item.options:
            if folded(option.text) == typed:
                return Grade(float(option.correct), (option.key,))
        return Grade(0.0, ())

    def correct_pattern(self, item: Item) -> list[str]:
        """List the accepted texts; xAPI is told that case does not matter."""
        return [f"{{case_matters=false}}{o.text}" for o in item.options if o.correct]

    def response_text(self, response: Response) -> str:
        """Keep the text as typed."""
        return response[0] if response else ""

    def read_response(self, text: str) -> Response:
        """Read the text as typed, whatever it holds."""
        return (text,)

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:  # noqa: ARG002
        """List nothing: what was foreseen must not be told before."""
        return {}
