"""Two readings of the same course compared: what a better dictionary would say otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, NamedTuple, Self

from app.catalog.content import Json
from app.catalog.readings.walk import Paragraph
from app.i18n.notation import Segment, Segments, plain

AROUND: Final = 10
"""Characters shown before and after a word."""


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """A word that would be read otherwise.

    Attributes:
        where: The lesson's key; "" for titles and the like.
        before_text: What stands before the word.
        surface: The word.
        after_text: What stands after it.
        old: Its reading as published; kana of the word stand for themselves.
        new: Its reading now. Equal to ``old`` where only the spaces between phrases differ.
    """

    where: str
    before_text: str
    surface: str
    after_text: str
    old: str
    new: str

    def to_json(self) -> list[str]:
        """Encode for the database."""
        return [
            self.where,
            self.before_text,
            self.surface,
            self.after_text,
            self.old,
            self.new,
        ]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(*map(str, data))


def changes_to_json(changes: Iterable[ReadingChange]) -> Json:
    """Encode changes for the database."""
    return {"changes": [change.to_json() for change in changes]}


def changes_from_json(data: Json) -> tuple[ReadingChange, ...]:
    """Decode what ``changes_to_json`` wrote."""
    return tuple(ReadingChange.from_json(change) for change in data["changes"])


class _Word(NamedTuple):
    start: int
    end: int
    kana: str


def changes_between(
    where: str, old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> tuple[ReadingChange, ...]:
    """Compare two readings of the same paragraphs.

    Args:
        where: Where they stand.
        old: As published.
        new: As they would be read now. Both are the same text, or nothing is compared.
    """
    if [_text(p) for p in old] != [_text(p) for p in new]:
        return ()
    return tuple(
        change
        for before, after in zip(old, new, strict=True)
        for change in _compared(where, _all(before), _all(after))
    )


def _text(paragraph: Paragraph) -> str:
    return plain(_all(paragraph))


def _all(paragraph: Paragraph) -> Segments:
    return tuple(chain.from_iterable(paragraph))


def _compared(where: str, old: Segments, new: Segments) -> Iterator[ReadingChange]:
    text = plain(old)
    for start, end in _spans(set(_words(old)) ^ set(_words(new))):
        kanas = _kana(old, start, end), _kana(new, start, end)
        if kanas[0] != kanas[1]:
            yield _change(where, text, (start, end), kanas)
    for start in sorted(_gaps(old) ^ _gaps(new)):
        yield _change(where, text, (start, start), ("", ""))


def _change(where: str, text: str, span: tuple[int, int], kana: tuple[str, str]) -> ReadingChange:
    start, end = span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return ReadingChange(where, before, text[start:end], after, *kana)


def _places(segments: Segments) -> Iterator[tuple[int, Segment]]:
    at = 0
    for segment in segments:
        yield at, segment
        at += len(segment.surface)


def _words(segments: Segments) -> Iterator[_Word]:
    """Yield the words that carry readings, whole: 犀川 is one, whatever its pieces."""
    word: _Word | None = None
    for at, segment in _places(segments):
        here = _Word(at, at + len(segment.surface), segment.kana or segment.surface)
        if word is not None and not segment.word_start:
            word = _Word(word.start, here.end, word.kana + here.kana)
            continue
        if word is not None:
            yield word
        word = here if segment.kana else None
    if word is not None:
        yield word


def _gaps(segments: Segments) -> set[int]:
    return {at for at, segment in _places(segments) if segment.phrase_start}


def _spans(words: Iterable[_Word]) -> Iterator[tuple[int, int]]:
    """Join what overlaps: 大人＋気 and 大＋人気 are one place."""
    span: tuple[int, int] | None = None
    for start, end, _ in sorted(words):
        if span is not None and start < span[1]:
            span = span[0], max(span[1], end)
            continue
        if span is not None:
            yield span
        span = start, end
    if span is not None:
        yield span


def _kana(segments: Segments, start: int, end: int) -> str:
    pieces = []
    for at, segment in _places(segments):
        low, high = max(at, start), min(at + len(segment.surface), end)
        if low < high:
            whole = segment.surface[low - at : high - at]
            pieces.append(segment.kana or whole)
    return "".join(pieces)
