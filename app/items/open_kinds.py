"""``extended-text`` and ``likert``: what has no right answer, and never counts for a score."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.items.item import (
    Fault,
    Grade,
    Item,
    Kind,
    Option,
    Response,
    ResponseError,
    Target,
    Writing,
    joined,
    parted,
)

_KEY = re.compile(r"[a-z][a-z0-9-]*")

LONGEST = 2000
"""Characters of a long answer; about four pages of a child's notebook."""


@dataclass(frozen=True, slots=True)
class ExtendedText(Kind):
    """QTI extendedTextInteraction; its options are cards for those who do not write yet.

    A response is one text, or the keys of cards: those of a class that writes with difficulty
    choose reasons instead. Nothing is judged; the closing remark says what others might say.
    A text that reads like a list of keys (``a[,]b``) is the one that is refused: in a statement
    nobody could tell it from cards.
    """

    name: str = "extended-text"
    label: str = "文で書く"
    base_type: str = "string"
    written_as: Writing = Writing.PLAIN
    interaction: str = "long-fill-in"
    needs_closing: bool = True
    needs_reasons: bool = False
    is_graded: bool = False

    def check(self, item: Item) -> list[Fault]:
        """Ask for two cards where there are any."""
        if len(item.options) != 1:
            return []
        mend = "2つ以上書くか、なくします（書いてもらうだけなら、カードはいりません）。"
        return [(item.line, "えらぶカードが1つしかありません", mend)]

    def tiles(self, item: Item) -> Response:
        """Let the cards be pressed."""
        return item.keys

    def accepts(self, item: Item, response: Response) -> bool:
        """Take cards, each once, or one text that says something."""
        if self._are_cards(item, response):
            return len(set(response)) == len(response)
        return (
            len(response) == 1
            and len(response[0]) <= LONGEST
            and bool(response[0].strip())
            and self.read_response(response[0]) == response
        )

    def grade(self, item: Item, response: Response) -> Grade:
        """Take it as it is."""
        if not self.accepts(item, response):
            raise ResponseError("a text of 1 to 2,000 characters, or cards, are needed")
        return Grade(1.0, response if self._are_cards(item, response) else ())

    def _are_cards(self, item: Item, response: Response) -> bool:
        return bool(response) and set(response) <= set(item.keys)

    def response_text(self, response: Response) -> str:
        """Keep the text as written; cards by their keys."""
        return joined(response)

    def read_response(self, text: str) -> Response:
        """Read cards by their keys, and any other text as one."""
        parts = parted(text)
        return parts if all(map(_KEY.fullmatch, parts)) else (text,)

    def cards(self, item: Item) -> Mapping[str, str]:
        """Return the cards by their keys."""
        return {option.key: option.text for option in item.options}

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:  # noqa: ARG002
        """List nothing: xAPI's ``long-fill-in`` has no lists."""
        return {}


@dataclass(frozen=True, slots=True)
class Likert(Kind):
    """QTI choiceInteraction over a scale; nothing on it is right."""

    name: str = "likert"
    label: str = "あてはまる度合いをえらぶ"
    written_as: Writing = Writing.PLAIN
    interaction: str = "likert"
    needs_reasons: bool = False
    is_graded: bool = False
    can_shuffle: bool = False

    def check(self, item: Item) -> list[Fault]:
        """Ask for a scale of three to seven steps."""
        if 3 <= len(item.options) <= 7:  # noqa: PLR2004  more cannot be told apart
            return []
        mend = "「- とてもそう思う #キー」のように、3〜7段階で書きます。"
        return [(item.line, f"段階が{len(item.options)}個あります", mend)]

    def accepts(self, item: Item, response: Response) -> bool:
        """Take one step of the scale."""
        return len(response) == 1 and response[0] in item.keys

    def grade(self, item: Item, response: Response) -> Grade:
        """Take it as it is."""
        if not self.accepts(item, response):
            raise ResponseError("exactly one step of the scale must be chosen")
        return Grade(1.0, ())

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:
        """List the scale."""
        return {"scale": item.options}
