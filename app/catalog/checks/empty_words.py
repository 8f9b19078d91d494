"""Words that say nothing where they stand alone: kept as data, read once."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal

_FILE: Final = Path(__file__).parents[1] / "data" / "empty_words.toml"
_AROUND: Final = re.compile(r"[\s0-9。．.…！!]+\Z")


def says_nothing(text: str, place: Literal["links", "explanations", "alternatives"]) -> bool:
    """Whether a whole text is one of the words that say nothing there; its end may be any."""
    return _AROUND.sub("", text.strip()).lower() in _lists()[place]


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}
