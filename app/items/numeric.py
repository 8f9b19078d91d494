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
    Option,
    Response,
    ResponseError,
    Target,
    tiles_among,
)
from app.items.typed import TypedKind

_NUMBER: Final = r"[-+]?(?:\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})"
_UNIT: Final = r"(?![十百千万億兆])[^\d.~+-]{0,8}|[A-Za-z]{1,2}[23]"
_TYPED: Final = re.compile(rf"({_NUMBER})(?:{_UNIT})")
_RANGE: Final = re.compile(rf"({_NUMBER})(?:~({_NUMBER}))?")
_SIGNS: Final = str.maketrans({"〜": "~", "−": "-", "‐": "-", "–": "-"})
_MINUS_OF_KANA: Final = re.compile(r"(?:^|(?<=~))ー")
_GROUPING: Final = re.compile(r"[\s,、]")
LONGEST: Final = 40
"""Characters of a typed number with its unit."""


def _flat(text: str) -> str:
    """Write every digit and sign one way; a long vowel is a minus before a number alone."""
    kept = _GROUPING.sub("", unicodedata.normalize("NFKC", text)).translate(_SIGNS)
    return _MINUS_OF_KANA.sub("-", kept)


def typed_number(text: str) -> Decimal | None:
    """Read a number as people type it: full or half width, with commas, with its unit.

    「3万」 is no number here: taken for 3, it would be right where it must not be.
    """
    match = _TYPED.fullmatch(_flat(text)) if len(text) <= LONGEST else None
    return None if match is None else Decimal(match.group(1))


def accepted_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Read what an author accepts: ``12`` or ``10〜15``; None for anything else."""
    match = _RANGE.fullmatch(_flat(text)) if len(text) <= LONGEST else None
    if match is None:
        return None
    low = Decimal(match.group(1))
    high = Decimal(match.group(2)) if match.group(2) else low
    return (low, high) if low <= high else None


@dataclass(frozen=True, slots=True)
class Numeric(TypedKind):
    """QTI textEntryInteraction of base type float, with a mapping of foreseen ranges."""

    name: str = "numeric"
    label: str = "数で答える"
    base_type: str = "float"
    interaction: str = "numeric"
    example = "12"

    def check(self, item: Item) -> list[Fault]:
        """Ask for a right number, and in every option for a number or range not yet taken."""
        faults = TypedKind.check(self, item)
        before: list[tuple[Decimal, Decimal]] = []
        for option in item.options:
            found = accepted_range(option.text)
            if found is None:
                mend = "12 や 10〜15 のように書きます（単位は付けません）。"
                faults.append((option.line, f"「{option.text}」は数ではありません", mend))
                continue
            if any(low <= found[0] and found[1] <= high for low, high in before):
                mend = "初めに当てはまるものが使われます。広いものを後ろに書きます。"
                message = f"「{option.text}」は、前の答えにふくまれています"
                faults.append((option.line, message, mend))
            before.append(found)
        return faults

    def tiles(self, item: Item) -> Response:
        """Let every foreseen number be pressed; a range names none."""
        ranges = ((option, accepted_range(option.text)) for option in item.options)
        return tiles_among([option for option, r in ranges if r is not None and r[0] == r[1]])

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
        return [f"{low:f}[:]{high:f}" for low, high in filter(None, ranges)]

    def response_text(self, response: Response) -> str:
        """Write the number as xAPI does: digits and a point, without its unit."""
        number = typed_number(response[0]) if response else None
        return "".join(response) if number is None else f"{number:f}"

    def read_response(self, text: str) -> Response:
        """Read the number, whatever it is."""
        return (text,)

    def components(self, item: Item) -> Mapping[str, Sequence[Option | Target]]:  # noqa: ARG002
        """List nothing: xAPI's ``numeric`` has no lists."""
        return {}
