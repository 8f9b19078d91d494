r"""Readings: text with furigana, kept as segments and shown to suit the reader. Pure.

A text is a tuple of ``Segment``. From the same segments come the plain text (search, titles,
attributes, statements) and, for a reader who was taught the kanji of some grades, HTML with
ruby on the words beyond them. The notation an author writes:

    {漢字|かんじ}        one reading for the word; okurigana may be inside ({食べる|たべる})
    {漢字|かん|じ}       a reading for each kanji
    {漢字|}              never any ruby here
    ｜漢字《かんじ》     the Aozora spelling of the first form
    \{ \} \｜             the characters themselves

The unit that gets ruby is the word: when one of its kanji is beyond the reader, all of it is
annotated, so that a word is never read half from memory.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from app.i18n.grades import BEYOND_SCHOOL, KANJI, hardest

KANA: Final = "\u3041-\u3096\u309b-\u309e\u30a1-\u30fa\u30fc-\u30fe・"
"""The inside of a character class: what a reading may be written with."""


class Segment(NamedTuple):
    """A stretch of text with one reading.

    Attributes:
        surface: The text itself.
        kana: Its reading; "" when the author said that it takes none, None when nothing is said.
        word_start: Whether a word begins here; False joins it to the segment before.
    """

    surface: str
    kana: str | None = None
    word_start: bool = True


Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class NotationFault:
    """A place where the notation is broken.

    Attributes:
        offset: Where it starts in the text, in characters.
        message: What is wrong, in Japanese.
        mend: How to mend it.
    """

    offset: int
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Ruby:
    """One annotated word found in a source text: ``source[start:end]`` is its notation."""

    start: int
    end: int
    segments: Segments


@dataclass(frozen=True, slots=True)
class Parsed:
    """What ``parse`` found: the text as segments, and every fault in its notation."""

    segments: Segments
    faults: tuple[NotationFault, ...]


# -- reading the notation -------------------------------------------------------------------------

_BRACED = re.compile(r"\{([^{}|\n\\]*)\|([^{}\n\\]*)\}")
_AOZORA = re.compile(r"｜([^｜《》\n]+)《([^《》\n]*)》")
_INTEREST = re.compile(r"\\[\\{}｜]|[{}]|｜(?=[^｜\n《]*《)")
_KANA_ONLY = re.compile(f"[{KANA}]+")
_PIECES = re.compile(f"[{KANJI}]+|[^{KANJI}]+")
_HAS_KANJI = re.compile(f"[{KANJI}]")

_SPELLING = "{漢字|かんじ} のように書きます。記号そのものを見せたいときは \\{ と書きます。"


def scan(text: str) -> tuple[tuple[Ruby, ...], tuple[NotationFault, ...]]:
    """Find every annotated word of ``text``, and every broken one.

    Args:
        text: Text as the author wrote it; what lies between the words is not looked at.
    """
    found: list[Ruby] = []
    faults: list[NotationFault] = []
    at = 0
    while (here := _INTEREST.search(text, at)) is not None:
        start, at = here.start(), here.end()
        if here.group().startswith("\\"):
            continue
        match = (_AOZORA if here.group() == "｜" else _BRACED).match(text, start)
        word = _read_word(match.group(1), match.group(2)) if match else _broken(text, start)
        if isinstance(word, tuple) and match:
            found.append(Ruby(start, match.end(), word))
        elif isinstance(word, str):
            faults.append(NotationFault(start, word, _SPELLING))
        at = match.end() if match else _past_broken(text, start)
    return tuple(found), tuple(faults)


def _past_broken(text: str, start: int) -> int:
    """Where to go on after broken notation: past its closing brace, so that it counts once."""
    close = re.compile(r"[^{}\n]*\}").match(text, start + 1)
    return close.end() if close and text[start] == "{" else start + 1


def _broken(text: str, start: int) -> str:
    line = text[start:].split("\n", 1)[0]
    shown = line if len(line) <= 16 else line[:16] + "…"  # noqa: PLR2004  enough to find it by
    if line.startswith("}"):
        return "「}」に対応する「{」がありません"
    if line.startswith("｜"):
        return f"ふりがなの「《」が「》」で閉じていません: {shown}"
    inside = re.split(r"[{}]", line[1:], maxsplit=1)[0]
    if not line[1 + len(inside) :].startswith("}"):
        return f"ふりがなの「{{」が閉じていません: {shown}"
    if "|" not in inside:
        return f"「{{ }}」の中に読みを分ける「|」がありません: {shown}"
    return f"ふりがなの書き方が読めません: {shown}"


def _read_word(surface: str, readings: str) -> Segments | str:
    """Return the segments of one annotated word, or what is wrong with it."""
    if not surface.strip():
        return "ふりがなを付ける文字がありません"
    if readings == "":
        return (Segment(surface, ""),)
    kanas = readings.split("|")
    bad = [kana for kana in kanas if not _KANA_ONLY.fullmatch(kana)]
    if bad:
        return f"読みは、ひらがなかカタカナで書きます: {{{surface}|{readings}}}"
    word = _align(surface, kanas[0]) if len(kanas) == 1 else None
    word = word or _by_kanji(surface, kanas)
    if word is None and len(kanas) == 1:
        return (Segment(surface, kanas[0]),)
    kanji = len(_HAS_KANJI.findall(surface))
    return word or f"「{surface}」は漢字が{kanji}字ですが、読みが{len(kanas)}つあります"


def _align(surface: str, kana: str) -> Segments | None:
    """Take okurigana out of the reading: 食べる, たべる → 食(た)べる. None: it does not fit."""
    pieces = _PIECES.findall(surface)
    if len(pieces) == 1:
        return None
    pattern = "".join(
        "(.+?)" if _HAS_KANJI.match(p) else f"({re.escape(to_hiragana(p))})" for p in pieces
    )
    match = re.fullmatch(pattern, to_hiragana(kana))
    if match is None:
        return None
    return _joined(
        (p, kana[slice(*match.span(n))] if _HAS_KANJI.match(p) else None)
        for n, p in enumerate(pieces, start=1)
    )


def _by_kanji(surface: str, kanas: Sequence[str]) -> Segments | None:
    """Give each kanji its own reading; None when the counts differ."""
    if len(_HAS_KANJI.findall(surface)) != len(kanas):
        return None
    readings = iter(kanas)
    pieces = re.findall(f"[{KANJI}]|[^{KANJI}]+", surface)
    return _joined((p, next(readings) if _HAS_KANJI.match(p) else None) for p in pieces)


def _joined(pieces: Iterable[tuple[str, str | None]]) -> Segments:
    return tuple(Segment(s, kana, word_start=n == 0) for n, (s, kana) in enumerate(pieces))


_ESCAPED = re.compile(r"\\([\\{}｜])")


def parse(text: str) -> Parsed:
    """Read a text with ruby notation, such as a title; nothing else in it is special.

    Broken notation stays in the text as it was written, and is reported.
    """
    words, faults = scan(text)
    out: list[Segment] = []
    at = 0
    for word in words:
        out.append(Segment(_ESCAPED.sub(r"\1", text[at : word.start])))
        out.extend(word.segments)
        at = word.end
    out.append(Segment(_ESCAPED.sub(r"\1", text[at:])))
    return Parsed(merged(out), faults)


def merged(segments: Iterable[Segment]) -> Segments:
    """Drop empty segments, and join neighbors about which nothing is said."""
    out: list[Segment] = []
    for segment in segments:
        if not segment.surface:
            continue
        last = out[-1] if out else None
        if last and _says_nothing(last) and _says_nothing(segment):
            out[-1] = Segment(last.surface + segment.surface)
        else:
            out.append(segment)
    return tuple(out)


def _says_nothing(segment: Segment) -> bool:
    return segment.kana is None and segment.word_start


def plain(text: str | Iterable[Segment]) -> str:
    """Return the text without any reading, from its notation or from its segments."""
    segments = parse(text).segments if isinstance(text, str) else text
    return "".join(s.surface for s in segments)


def to_hiragana(text: str) -> str:
    """Write katakana as hiragana (ァ–ヶ); everything else stays."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


# -- showing --------------------------------------------------------------------------------------


def ruby_html(segments: Iterable[Segment], taught: int | None) -> Markup:
    """Show segments as HTML, with ruby on the words beyond the reader.

    Args:
        segments: The text.
        taught: The highest kanji grade the reader has been taught, 0 to 6; None for no
            ``<ruby>`` at all.

    Returns:
        Escaped text, and ``<ruby>`` elements of our own making.
    """
    if taught is None:
        return escape(plain(segments))
    return Markup("").join(_word_html(word, taught) for word in _words_of(segments))


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


def _word_html(word: list[Segment], taught: int) -> Markup:
    # A word without kanji that was given a reading (AI, URL) is taught by no grade at all.
    grade = hardest("".join(s.surface for s in word)) or BEYOND_SCHOOL
    if grade <= taught:
        return escape(plain(word))
    return Markup("").join(
        _RUBY.format(s.surface, s.kana) if s.kana else escape(s.surface) for s in word
    )


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
            segments = _read_word(word, reading)
            if isinstance(segments, str):
                raise ValueError(segments)  # noqa: TRY004  what is wrong with a value, not its type
            entries[word] = segments
        ordered = sorted(entries, key=lambda w: (-len(w), w))
        return cls(entries, re.compile("|".join(map(_bounded, ordered)) or r"(?!)"))


def _bounded(word: str) -> str:
    """Match a word of one kanji (見る, 人) only where it stands alone: not in 大人, not in 3人."""
    if len(_HAS_KANJI.findall(word)) > 1:
        return re.escape(word)
    before = f"(?<![{KANJI}0-9０-９])" if _HAS_KANJI.match(word[0]) else ""
    after = f"(?![{KANJI}])" if _HAS_KANJI.match(word[-1]) else ""
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


# -- keeping --------------------------------------------------------------------------------------

SegmentJson = str | list[str | int | None]


def to_json(segments: Iterable[Segment]) -> list[SegmentJson]:
    """Encode segments compactly: a bare string, [surface, kana], or [surface, kana, 0]."""
    return [_segment_json(s) for s in segments]


def _segment_json(s: Segment) -> SegmentJson:
    if not s.word_start:
        return [s.surface, s.kana, 0]
    return s.surface if s.kana is None else [s.surface, s.kana]


def from_json(data: Iterable[SegmentJson]) -> Segments:
    """Decode what ``to_json`` wrote."""
    return tuple(
        Segment(s)
        if isinstance(s, str)
        else Segment(str(s[0]), None if s[1] is None else str(s[1]), word_start=len(s) == 2)  # noqa: PLR2004
        for s in data
    )
