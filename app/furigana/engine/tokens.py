"""The tokenizer's view of a text. The one module that imports sudachipy."""

import importlib.metadata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from sudachipy import Dictionary, Morpheme, SplitMode

from app.i18n.notation import to_hiragana

LONGEST: Final = 12_000
"""Bytes of text the tokenizer takes at a time; it refuses more than 49,149."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Attributes:
        surface: As it stands in the text.
        reading: In hiragana; for punctuation and unknown words whatever the dictionary says.
        pos: Part of speech, six parts as in UniDic: ``("名詞", "普通名詞", "一般", …)``.
        base: The dictionary form (食べ → 食べる).
        start: Its first character in the text.
        end: The character after its last.
    """

    surface: str
    reading: str
    pos: tuple[str, ...]
    base: str
    start: int
    end: int


class Tokenizer:
    """Sudachi with its core dictionary; made once a process, 110 MB."""

    def __init__(self) -> None:
        """Load the dictionary (0.2 s)."""
        self._dictionary = Dictionary(dict="core")
        self._tokenizer = self._dictionary.tokenizer(mode=SplitMode.C)

    @cached_property
    def version(self) -> str:
        """The versions of tokenizer and dictionary."""
        names = ("sudachipy", "sudachidict_core")
        return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
