"""What an author may send about readings: for each word the right one, or that it waits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from app.catalog.checks.settling import Settled
from app.furigana.errors import WordFault
from app.furigana.forms import FAULTS
from app.i18n.notation import read_word, to_hiragana

OTHER: Final = "?other"
LATER: Final = "?later"
"""No kana are written with a question mark."""

KEY: Final = ("where", "surface", "kana")
"""What a word is called by, with tabs between."""

MOST: Final = 500
"""Words that one form may bring."""


@dataclass(frozen=True, slots=True)
class DoubtChoice:
    """What was sent about one word.

    Attributes:
        where: The lesson's key, "" for titles and the like.
        surface: The word.
        kana: The reading that was seen.
        picked: A reading that was offered, ``OTHER`` or ``LATER``.
        typed: What was typed for ``OTHER``.
        error: What is wrong with it; None for nothing.
    """

    where: str
    surface: str
    kana: str
    picked: str
    typed: str
    error: Any = None

    @property
    def key(self) -> str:
        """What the form calls it."""
        return "\t".join((self.where, self.surface, self.kana))

    @property
    def is_later(self) -> bool:
        """Whether the author wants to decide later."""
        return self.picked == LATER

    @property
    def chosen(self) -> str:
        """The reading that the author says is right."""
        return self.typed if self.picked == OTHER else self.picked

    @property
    def settled(self) -> Settled:
        """What to write down."""
        return Settled(self.where, self.surface, self.kana, self.chosen)


def choices(form: Mapping[str, str]) -> tuple[DoubtChoice, ...]:
    """Read what was sent: fields ``word-N``, ``reading-N`` and ``other-N``."""
    found = []
    for number in range(MOST):
        parts = form.get(f"word-{number}", "").split("\t")
        if len(parts) == len(KEY):
            where, surface, kana = parts
            picked = form.get(f"reading-{number}", LATER)
            typed = to_hiragana(form.get(f"other-{number}", "").strip().replace("｜", "|"))
            found.append(_judged(DoubtChoice(where, surface, kana, picked, typed)))
    return tuple(found)


def _judged(choice: DoubtChoice) -> DoubtChoice:
    if choice.is_later:
        return choice
    error = None
    if not choice.chosen:
        error = FAULTS[WordFault.NO_READING]
    elif isinstance(read_word(choice.surface, choice.chosen), str):
        error = FAULTS[WordFault.MISFIT]
    return replace(choice, error=error)
