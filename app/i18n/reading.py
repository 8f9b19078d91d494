"""Readings shown to suit the reader: ruby on the words beyond what they were taught. Pure.

From the segments of a text (``app.i18n.notation``) come, for each reader, escaped text and
``<ruby>`` elements, or no ``<ruby>`` at all. The unit that gets ruby is the word: when one of its
kanji is beyond the reader, all of it is annotated, so that a word is never read half from memory.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from app.i18n.grades import BEYOND_SCHOOL, KANJI, hardest
from app.i18n.notation import HAS_KANJI, Segment, Segments, merged, parse, plain, read_word

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
        for word in _words_of(segments)
    )


def _words_of(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    word: list[Segment] = []
    for segment in segments:
        if segment.word_start and word:
            yield word
            word = []
        word.append(segment)
    if word:
        yield word


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


# -- the interface's own words --------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class Words:
    """A dictionary of readings for texts that carry no notation, ready for longest match."""

    entries: Mapping[str, Segments]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, readings: Mapping[str, str]) -> "Words":
        """Build a dictionary from word → reading, "|" between the kanji where given.

        Raises:
            ValueError: A reading is not kana, or does not fit its word.
        """
        entries: dict[str, Segments] = {}
        for word, reading in readings.items():
            segments = read_word(word, reading)
            if isinstance(segments, str):
                raise ValueError(segments)  # noqa: TRY004  what is wrong with a value, not its type
            entries[word] = segments
        ordered = sorted(entries, key=lambda w: (-len(w), w))
        return cls(entries, re.compile("|".join(map(_bounded, ordered)) or r"(?!)"))


def _bounded(word: str) -> str:
    """Match a word of one kanji (見る, 人) only where it stands alone: not in 大人, not in 3人."""
    if len(HAS_KANJI.findall(word)) > 1:
        return re.escape(word)
    before = f"(?<![{KANJI}0-9０-９])" if HAS_KANJI.match(word[0]) else ""
    after = f"(?![{KANJI}])" if HAS_KANJI.match(word[-1]) else ""
    return before + re.escape(word) + after


WORDS_FILE: Final = Path(__file__).parent / "data" / "words.toml"


@lru_cache(maxsize=1)
def interface_words() -> Words:
    """Return the dictionary of the interface's own words (``data/words.toml``), read once."""
    return Words.of(tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))["words"])


def annotate(text: str, words: Words) -> Segments:
    """Give the known words of a plain text their readings, the longest first."""
    out: list[Segment] = []
    at = 0
    for match in words.pattern.finditer(text):
        out.append(Segment(text[at : match.start()]))
        out.extend(words.entries[match.group()])
        at = match.end()
    out.append(Segment(text[at:]))
    return merged(out)


@lru_cache(maxsize=4096)  # interface strings: few, short, asked for on every page
def ruby(text: str, taught: int | None, words: Words) -> Markup:
    """Show an interface text: its own notation first, the dictionary for the rest."""
    segments = parse(text).segments
    if taught is None:
        return escape(plain(segments))
    out: list[Segment] = []
    for s in segments:
        out.extend(annotate(s.surface, words) if s.kana is None and s.word_start else (s,))
    return ruby_html(merged(out), taught)
