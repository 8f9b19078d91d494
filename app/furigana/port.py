"""What the rest of the house asks of the analysis, and what it gets. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from app.i18n.notation import Segments

Words = Mapping[str, str]
"""Word → reading, "|" between the kanji where given: ``{"犀川": "さい|がわ"}``."""


class Doubtful(NamedTuple):
    """A word that may well be read otherwise, for an author to confirm.

    Attributes:
        start: Where it stands in the text, in characters.
        surface: The word.
        kana: The reading that was chosen.
        others: Readings it has elsewhere; empty where only a person knows.
    """

    start: int
    surface: str
    kana: str
    others: tuple[str, ...]


class Analyzed(NamedTuple):
    """A text with its readings.

    Attributes:
        segments: The whole text: readings over kanji, words and phrases marked. Joined, the
            surfaces are the text that was asked about, character for character.
        doubts: What to confirm; never a word to which the author gave a reading.
    """

    segments: Segments
    doubts: tuple[Doubtful, ...] = ()


class Hint(NamedTuple):
    """A place in a text that is hard to read, by the rules of plain Japanese.

    Attributes:
        start: Where it stands, in characters.
        kind: A key of ``app.furigana.engine.plainness.KINDS``.
        found: What is meant: the word, or the beginning of the sentence.
    """

    start: int
    kind: str
    found: str


@dataclass(frozen=True, slots=True)
class Limits:
    """When a text counts as hard to read; None: that is not looked at.

    Attributes:
        sentence: Characters a sentence may have.
        kanji_rate: Share of kanji in a sentence, 0–1.
        katakana: Katakana in a row.
        clauses: Clauses a sentence may have.
        passive: Whether 「れる・られる」 is told of.
    """

    sentence: int | None = 50
    kanji_rate: float | None = 0.4
    katakana: int | None = 8
    clauses: int | None = 3
    passive: bool = True


EASY: Final = Limits(sentence=40, kanji_rate=0.45)
"""For texts that say they are easy: ``::: easy``, plain Japanese."""

FIRST_YEARS: Final = Limits(sentence=35, kanji_rate=0.3, katakana=7, clauses=2)
MIDDLE_YEARS: Final = Limits(sentence=45, kanji_rate=0.4, passive=False)
LATER_YEARS: Final = Limits(sentence=60, kanji_rate=0.5, katakana=9, clauses=4, passive=False)
"""For courses of children; a passive is hard for the first years only."""


def limits_for(grade: int) -> Limits:
    """Return the limits for a course whose youngest readers are in school year ``grade``."""
    if grade <= 2:  # noqa: PLR2004  the years that read 分かち書き
        return FIRST_YEARS
    return MIDDLE_YEARS if grade <= 4 else LATER_YEARS  # noqa: PLR2004  half of primary school


class Analyzer(Protocol):
    """Reads Japanese."""

    @property
    def version(self) -> str:
        """Name what reads: ``sudachipy 0.7.0, sudachidict_core 20261015, rules 1``."""
        ...

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:
        """Give every text its readings and phrases.

        Args:
            texts: Texts as authors wrote them: a segment with ``kana`` is the author's word
                ("" for no reading at all), the rest is open. One text is one line or paragraph.
            words: The words of this course and this city.

        Returns:
            One answer a text, in order.
        """
        ...

    def hints(self, texts: Sequence[str], limits: Limits) -> list[tuple[Hint, ...]]:
        """Look for what makes plain texts hard to read, one answer a text, in order."""
        ...
