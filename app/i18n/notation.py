r"""Ruby notation: a text as an author writes it, read into segments. Pure.

A text is a tuple of ``Segment``. The notation:

    {漢字|かんじ}        one reading for the word; okurigana may be inside ({食べる|たべる})
    {漢字|かん|じ}       a reading for each kanji
    {漢字|}              never any ruby here
    ｜漢字《かんじ》     the Aozora spelling of the first form
    \{ \} \｜             the characters themselves
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from app.i18n.grades import KANJI

KANA: Final = "\u3041-\u3096\u309b-\u309e\u30a1-\u30fa\u30fc-\u30fe・"
"""The inside of a character class: what a reading may be written with."""


class Segment(NamedTuple):
    """A stretch of text with one reading.

    Attributes:
        surface: The text itself.
        kana: Its reading; "" when the author said that it takes none, None when nothing is said.
        word_start: Whether a word begins here; False joins it to the segment before.
        phrase_start: Whether a phrase (文節) begins here and another one stands before it: where
            small children's books leave a space. False where a comma or bracket parts them.
    """

    surface: str
    kana: str | None = None
    word_start: bool = True
    phrase_start: bool = False


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

LONGEST_WORD: Final = 40
"""Characters one annotated word may have; its reading may have twice as many."""

_BRACED = re.compile(r"\{([^{}|\n\\]*)\|([^{}\n\\]*)\}")
_AOZORA = re.compile(r"｜([^｜《》\n]+)《([^《》\n]*)》")
_INTEREST = re.compile(r"\\[\\{}｜]|[{}]|｜(?=[^｜\n《]*《)")
_KANA_ONLY = re.compile(f"[{KANA}]+")
_PIECES = re.compile(f"[{KANJI}]+|[^{KANJI}]+")
HAS_KANJI = re.compile(f"[{KANJI}]")
_DIGIT = re.compile("[0-9０-９]")

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
        word = read_word(match.group(1), match.group(2)) if match else _broken(text, start)
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


def read_word(surface: str, readings: str) -> Segments | str:
    """Read one annotated word.

    Args:
        surface: The word.
        readings: Its kana, with "|" between the readings of its kanji; "" for no reading.

    Returns:
        Its segments, or what is wrong with it, in Japanese.
    """
    if not surface.strip():
        return "ふりがなを付ける文字がありません"
    if len(surface) > LONGEST_WORD or len(readings) > 2 * LONGEST_WORD:
        return f"ふりがなの言葉が{LONGEST_WORD}字より長いです: {surface[:12]}…"
    if readings == "":
        return (Segment(surface, ""),)
    kanas = readings.split("|")
    bad = [kana for kana in kanas if not _KANA_ONLY.fullmatch(kana)]
    if bad:
        return f"読みは、ひらがなかカタカナで書きます: {{{surface}|{readings}}}"
    word = _align(surface, kanas[0]) if len(kanas) == 1 else None
    is_number = len(kanas) == 1 and _DIGIT.search(surface)  # {1人|ひとり}: the digit is in it
    word = word or (None if is_number else _by_kanji(surface, kanas))
    if word is None and len(kanas) == 1:
        return (Segment(surface, kanas[0]),)
    kanji = len(HAS_KANJI.findall(surface))
    return word or f"「{surface}」は漢字が{kanji}字ですが、読みが{len(kanas)}つあります"


def _align(surface: str, kana: str) -> Segments | None:
    """Take okurigana out of the reading: 食べる, たべる → 食(た)べる. None: it does not fit."""
    pieces = _PIECES.findall(surface)
    if len(pieces) == 1:
        return None
    cuts = _cuts([None if HAS_KANJI.match(p) else to_hiragana(p) for p in pieces], kana)
    if cuts is None:
        return None
    readings = (kana[start:end] for start, end in pairwise((0, *cuts)))
    return _joined(
        (p, reading if HAS_KANJI.match(p) else None)
        for p, reading in zip(pieces, readings, strict=True)
    )


def _cuts(pieces: Sequence[str | None], kana: str) -> tuple[int, ...] | None:
    """Find where each piece of a word ends in its reading, the earliest ends first.

    Args:
        pieces: The kana of a piece, which the reading repeats; None for a piece of kanji,
            which takes one kana or more.
        kana: The reading of the whole word.

    Returns:
        An end for each piece, or None. The work is bounded by pieces times the square of the
        reading's length, whatever an author writes.
    """
    sound = to_hiragana(kana)
    ways: dict[int, tuple[int, ...]] = {0: ()}  # where a piece may begin → the ends before it
    for piece in pieces:
        after: dict[int, tuple[int, ...]] = {}
        for start, ends in ways.items():
            if piece is None:
                stops: Iterable[int] = range(start + 1, len(sound) + 1)
            else:
                stops = (start + len(piece),) if sound.startswith(piece, start) else ()
            for stop in stops:
                after.setdefault(stop, (*ends, stop))
        ways = after
    return ways.get(len(sound))


def _by_kanji(surface: str, kanas: Sequence[str]) -> Segments | None:
    """Give each kanji its own reading; None when the counts differ."""
    if len(HAS_KANJI.findall(surface)) != len(kanas):
        return None
    readings = iter(kanas)
    pieces = re.findall(f"[{KANJI}]|[^{KANJI}]+", surface)
    return _joined((p, next(readings) if HAS_KANJI.match(p) else None) for p in pieces)


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
        if last and _says_nothing(last) and _says_nothing(segment) and not segment.phrase_start:
            out[-1] = last._replace(surface=last.surface + segment.surface)
        else:
            out.append(segment)
    return tuple(out)


def _says_nothing(segment: Segment) -> bool:
    return segment.kana is None and segment.word_start


def words_of(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Return the words of a text: a segment with those that continue it."""
    word: list[Segment] = []
    for segment in segments:
        if segment.word_start and word:
            yield word
            word = []
        word.append(segment)
    if word:
        yield word


def plain(text: str | Iterable[Segment]) -> str:
    """Return the text without any reading, from its notation or from its segments."""
    segments = parse(text).segments if isinstance(text, str) else text
    return "".join(s.surface for s in segments)


def to_hiragana(text: str) -> str:
    """Write katakana as hiragana (ァ–ヶ); everything else stays."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


# -- keeping --------------------------------------------------------------------------------------

SegmentJson = str | list[str | int | None]

_CONTINUES, _BEGINS_PHRASE = 0, 2
"""What may stand third: this piece continues the word before it, or begins a phrase."""


def to_json(segments: Iterable[Segment]) -> list[SegmentJson]:
    """Encode segments compactly: a bare string, [surface, kana], or [surface, kana, 0 or 2]."""
    return [_segment_json(s) for s in segments]


def _segment_json(s: Segment) -> SegmentJson:
    if s.phrase_start:
        return [s.surface, s.kana, _BEGINS_PHRASE]
    if not s.word_start:
        return [s.surface, s.kana, _CONTINUES]
    return s.surface if s.kana is None else [s.surface, s.kana]


def from_json(data: Iterable[SegmentJson]) -> Segments:
    """Decode what ``to_json`` wrote."""
    return tuple(Segment(s) if isinstance(s, str) else _segment(s) for s in data)


def _segment(data: list[Any]) -> Segment:
    surface, kana, *place = data
    return Segment(surface, kana, _CONTINUES not in place, _BEGINS_PHRASE in place)
