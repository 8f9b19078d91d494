"""``numeric``: type a number."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.items.item import (
    Fault,
    Grade,
    Item,
    Kind,
    Option,
    Response,
    ResponseError,
    Target,
)

_NUMBER: Final = r"[-+]?(?:\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})"
_TYPED: Final = re.compile(rf"({_NUMBER})(?P<unit>[^\d.+-]{{0,8}})")
_RANGE: Final = re.compile(rf"({_NUMBER})(?:~({_NUMBER}))?")
_WAVES: Final = str.maketrans({"〜": "~", "～": "~", "−": "-", "－": "-", "‐": "-", "ー": "-"})
LONGEST: Final = 40


def _flat(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text.translate(_WAVES)).translate(_WAVES)
    return re.sub(r"[\s,，]", "", kept)


def typed_number(text: str) -> Decimal | None:
    """Read a number as people type it: full or half width, with commas, with its unit."""
    match = _TYPED.fullmatch(_flat(text)) if len(text) <= LONGEST else None
    return None if match is None else Decimal(match.group(1))


def accepted_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Read what an author accepts: ``12`` or ``10〜15``; None for anything else."""
    match = _RANGE.fullmatch(_flat(text))
    if match is None:
        return None
    low = Decimal(match.group(1))
    high = Decimal(match.group(2)) if match.group(2) else low
    return (low, high) if low <= high else None


@dataclass(frozen=True, slots=True)
class Numeric(Kind):
    """QTI textEntryInteraction of base type float, with a mapping of foreseen ranges."""

    name: str = "numeric"
    label: str = "数で答える"
    base_type: str = "float"
    interaction: str = "numeric"
    needs_closing: bool = True

    def check(self, item: Item) -> list[Fault]:
        """Ask for a right number, and for numbers or ranges in every option."""
        faults: list[Fault] = []
        if not item.correct_keys:
            mend = "「- [x] 12 #キー」の行を足します。"
            faults.append((item.line, "正しい答え（[x]）がありません", mend))
        faults += [
            (
                option.line,
                f"「{option.text}」は数ではありません",
                "12 や 10〜15 のように書きます。",
            )
            for option in item.options
            if accepted_range(option.text) is None
        ]
        return faults

    def offered(self, item: Item, seed: str) -> tuple[str, ...]:  # noqa: ARG002  nothing is shown
        """Offer nothing: what was foreseen must not be seen."""
        return ()

    def accepts(self, item: Item, response: Response) -> bool:  # noqa: ARG002  any number may come
        """Take one number."""
        return len(response) == 1 and typed_number(response[0]) is not None

    def grade(self, item: Item, response: Response) -> Grade:
        """Find the first foreseen range that holds the number; none points to the closing."""
        number = typed_number(response[0]) if len(response) == 1 else None
        if number is None:
            raise ResponseError("one number is needed")
        for option in item.options:
            found = accepted_range(option.text)
            if found is not None and found[0] <= number <= found[1]:
                return Grade(float(option.correct), (option.key,))
        return Grade(0.0, ())

    def correct_pattern(self, item: Item) -> list[str]:
        """Write the accepted ranges as xAPI does: ``10[:]15``."""
        ranges = (accepted_range(option.text) for option in item.options if option.correct)
        return [f"{low}[:]{high}" for low, high in filter(None, ranges)]

    def response_text(self, response: Response) -> str:
        """Keep the number as typed."""
        return response[0] if response else ""

    def read_response(self, text: str) -> Response:
        """Read the number as typed."""
        return (text,)

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:  # noqa: ARG002
        """List nothing: xAPI's ``numeric`` has no lists."""
        return {}
