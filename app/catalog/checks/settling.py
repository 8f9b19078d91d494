"""``readings.toml`` with what an author says of readings; comments and order stay. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from app.catalog.sources.readings import COURSE

if TYPE_CHECKING:
    from app.catalog.readings.reading import DoubtAt
    from app.catalog.sources.course import CourseSource


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


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of a ``readings.toml``; ``where`` is the key of a lesson, or "" for the course."""

    where: str
    surface: str
    reading: str


def own_words(source: "CourseSource") -> tuple[OwnWord, ...]:
    """Return a course's own words: those of the whole course, and then those of its lessons."""
    lessons = (
        OwnWord(key, surface, reading)
        for key, words in source.readings.lessons
        for surface, reading in words
    )
    course = (OwnWord("", surface, reading) for surface, reading in source.readings.words)
    return (*course, *lessons)


def with_word(text: str, word: OwnWord, seen: str | None) -> str:
    """Return the text of a ``readings.toml`` in which a word is read so.

    Args:
        text: The file as it is; "" for none.
        word: The word; an empty reading takes it out.
        seen: The reading that its author saw; None where it is to be new.

    Raises:
        KeyError: Somebody gave the word another reading meanwhile, or took it out.
        TOMLKitError: The file cannot be read.
    """
    document: Any = tomlkit.parse(text)
    words = _words(document, word.where)
    stands = words.get(word.surface)
    if stands not in (seen, word.reading):
        raise KeyError(word.surface)
    if word.reading:
        words[word.surface] = word.reading
    elif stands is not None:
        del words[word.surface]
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
