"""Readings shown to suit the reader: ruby on the words beyond what they were taught. Pure.

From the segments of a text (``app.i18n.notation``) come, for each reader, escaped text and
``<ruby>`` elements, or no ``<ruby>`` at all. The unit that gets ruby is the word: when one of its
kanji is beyond the reader, all of it is annotated, so that a word is never read half from memory.
A ``Readable`` is a text that carries its segments to wherever it is shown.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Self

from markupsafe import Markup, escape

from app.i18n.grades import BEYOND_SCHOOL, KANJI, hardest
from app.i18n.notation import KANA, Segment, Segments, plain, words_of

PHRASE_GAP: Final = " "
"""What parts phrases on the screen; it stands in no source, statement or index."""


def ruby_html(segments: Iterable[Segment], taught: int | None, *, spaced: bool = False) -> Markup:
    """Show segments as HTML, with ruby on the words beyond the reader.

    Args:
        segments: The text.
        taught: The highest kanji grade the reader has been taught, 0 to 6; None for no
            ``<ruby>`` at all.
        spaced: Whether phrases are set apart (分かち書き).

    Returns:
        Escaped text, and ``<ruby>`` elements of our own making.
    """
    if taught is None and not spaced:
        return escape(plain(segments))
    return Markup("").join(
        (PHRASE_GAP if spaced and word[0].phrase_start else "") + _word_html(word, taught)
        for word in words_of(segments)
    )


_RUBY = Markup("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>")


def _word_html(word: list[Segment], taught: int | None) -> Markup:
    if taught is None:
        return escape(plain(word))
    # A word without kanji that was given a reading (AI, URL) is taught by no grade at all.
    grade = hardest("".join(s.surface for s in word)) or BEYOND_SCHOOL
    if grade <= taught:
        return escape(plain(word))
    return Markup("").join(
        _RUBY.format(s.surface, s.kana) if s.kana else escape(s.surface) for s in _grouped(word)
    )


LONG_KANA = 3
"""Three kana are wider than their kanji: over one kanji alone they would tear the word apart."""


def _grouped(word: list[Segment]) -> Iterator[Segment]:
    """Join neighbors that carry readings into one ruby, where a reading is long."""
    for has_kana, run in groupby(word, key=lambda s: bool(s.kana)):
        segments = list(run)
        if has_kana and any(len(s.kana or "") >= LONG_KANA for s in segments):
            yield Segment(
                "".join(s.surface for s in segments),
                "".join(s.kana or "" for s in segments),
                segments[0].word_start,
            )
        else:
            yield from segments


# -- text that brings its readings along ----------------------------------------------------------


class Readable(str):
    """A text that knows its readings.

    As a ``str`` it is the text alone: that is what an attribute, a title or a statement gets.
    Abstract, but no ``ABC``: every text of a page is asked whether it is one, and ``ABC`` would
    make that question several times as dear.
    """

    __slots__ = ()

    def html(self, taught: int | None, *, spaced: bool = False) -> Markup:
        """Show it to one reader, as ``ruby_html`` shows segments."""
        raise NotImplementedError


class Spelled(Readable):
    """A text with its segments, such as a date."""

    __slots__ = ("segments",)
    segments: Segments

    def __new__(cls, segments: Iterable[Segment]) -> Self:
        """Take a text by its segments."""
        kept = tuple(segments)
        text = super().__new__(cls, plain(kept))
        text.segments = kept
        return text

    def html(self, taught: int | None, *, spaced: bool = False) -> Markup:
        """Show it to one reader."""
        return ruby_html(self.segments, taught, spaced=spaced)


_READINGS = re.compile(r"<(rt|rp)>.*?</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")
_JAPANESE = f"{KANJI}{KANA}。、「」"
_GAPS = re.compile(f"(?<=[{_JAPANESE}]){PHRASE_GAP}(?=[{_JAPANESE}])")


def unspelled(html: Markup) -> str:
    """Return the text of what ``ruby_html`` showed: no readings, no gaps between phrases."""
    return _GAPS.sub("", Markup(_TAGS.sub("", _READINGS.sub("", html))).unescape())  # noqa: S704  only to read its references
