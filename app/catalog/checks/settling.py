"""``readings.toml`` with what an author says of readings; comments and order stay. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from app.catalog.sources.readings import COURSE

if TYPE_CHECKING:
    from app.catalog.readings.reading import DoubtAt


@dataclass(frozen=True, slots=True)
class Settled:
    """What an author says of a word.

    Attributes:
        where: The key of a lesson, or "" for titles and the like.
        surface: The word.
        kana: The reading that was seen.
        chosen: The right one, "|" between its kanji where given; ``kana`` itself to confirm it.
    """

    where: str
    surface: str
    kana: str
    chosen: str

    @property
    def is_confirmed(self) -> bool:
        """Whether what was seen is right."""
        return self.chosen.replace("|", "") == self.kana


def settled(text: str, told: Iterable[Settled]) -> str:
    """Return the text of a ``readings.toml`` in which these words are settled.

    Args:
        text: The file as it is; "" for none.
        told: What an author says.

    Raises:
        TOMLKitError: The file cannot be read.
    """
    document: Any = tomlkit.parse(text)
    for one in told:
        if one.is_confirmed:
            _confirm(document, one)
        else:
            _words(document, one.where)[one.surface] = one.chosen
    return str(tomlkit.dumps(document))


def with_confirmed(text: str, doubts: "Iterable[DoubtAt]") -> str:
    """Return the text of a ``readings.toml`` in which these words are right as they were seen."""
    return settled(
        text, (Settled(d.where, d.word.surface, d.word.kana, d.word.kana) for d in doubts)
    )


def _confirm(document: Any, one: Settled) -> None:  # noqa: ANN401  tomlkit's document
    confirmed = document.setdefault("confirmed", tomlkit.table())
    words = confirmed.setdefault(one.where or COURSE, tomlkit.array().multiline(multiline=True))
    written = f"{{{one.surface}|{one.kana}}}"
    if written not in words:
        words.append(written)


def _words(document: Any, where: str) -> Any:  # noqa: ANN401  tomlkit's tables
    if not where:
        return document.setdefault("words", tomlkit.table())
    lessons = document.setdefault("lessons", tomlkit.table(is_super_table=True))
    lesson = lessons.setdefault(where, tomlkit.table(is_super_table=True))
    return lesson.setdefault("words", tomlkit.table())
