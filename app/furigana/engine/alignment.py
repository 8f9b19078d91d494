"""Which kana stand over which kanji: 食(た)べる, 学(がっ)校(こう), but 今日(きょう) as one.

Okurigana carries no ruby. A run of kanji is split where readings the dictionary has for each
kanji, with the sound changes of compounds, explain the whole; where they do not (熟字訓 such as
大人, 上手), the kana stand over the run as one.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.i18n.notation import HAS_KANJI, LONGEST_WORD, Segment, Segments, read_word, to_hiragana

ReadingsOf = Callable[[str], frozenset[str]]
"""The readings of one kanji, in hiragana; none for a kanji that the dictionary does not have."""

Piece = tuple[str, str | None]

LONGEST_STEM: Final = 4
"""Kana that the last kanji before okurigana may take although no word of its own has them."""

REPEAT: Final = "々"

_DIGITS = re.compile("[0-9０-９][^0-9０-９,，.．]")
_TAIL = re.compile("[ぁ-ゖァ-ヺ]+$")

_VOICED: Final = dict(
    zip("かきくけこさしすせそたちつてと", "がぎぐげござじずぜぞだぢづでど", strict=True)
) | dict(zip("はひふへほ", "ばびぶべぼ", strict=True))
_HALF_VOICED: Final = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))
_AFTER_N: Final = dict(zip("あいうえお", "なにぬねの", strict=True))
_SHORTENED: Final = "つちくき"
"""The last kana of a reading that may become っ: がく and こう make がっこう."""

_SMALL_KA: Final = dict.fromkeys("ヶヵケ", ("か", "が"))
"""Katakana that are read as the counter 箇 or as the particle が: 三ヶ月, 市ヶ谷."""

KANJI_FILE: Final = Path(__file__).parents[1] / "data" / "kanji.toml"
"""Readings inside of compounds that no word of one kanji has."""


class Alignment:
    """Spreads readings over surfaces, by one dictionary."""

    def __init__(self, readings_of: ReadingsOf) -> None:
        """Take the dictionary. Answers are remembered, for the words of a course repeat."""
        table = tomllib.loads(KANJI_FILE.read_text(encoding="utf-8"))["readings"]
        self._more = {kanji: frozenset(kana.split("、")) for kanji, kana in table.items()}
        self._readings_of = readings_of
        self._sounds = lru_cache(maxsize=10_000)(self._sounds_of)
        self.spread = lru_cache(maxsize=20_000)(self._spread)

    def _spread(self, surface: str, kana: str) -> Segments:
        """Put a reading over a word.

        Args:
            surface: The word, with its okurigana; digits may be part of it (20日).
            kana: Its reading as in the notation: whole, or with "|" between its kanji.

        Returns:
            Its segments, as one word; without kana where the reading is none.
        """
        if not kana:
            return (Segment(surface),)
        if _DIGITS.search(surface):
            return one_word(_number(surface, to_hiragana(kana)))
        if "|" not in kana and (split := self._split(surface, to_hiragana(kana))):
            return one_word(split)
        segments = read_word(surface, kana) if HAS_KANJI.search(surface) else ""
        if isinstance(segments, str):
            return (Segment(surface),)
        followed = (*(s.kana is None for s in segments[1:]), False)
        return one_word(
            piece
            for segment, has_okurigana in zip(segments, followed, strict=True)
            for piece in self._pieces(segment, has_okurigana=has_okurigana)
        )

    def _pieces(self, segment: Segment, *, has_okurigana: bool) -> tuple[Piece, ...]:
        """Split a run of kanji; the last of them may be the stem of a verb: 手(て)作(づく)り."""
        surface, kana = segment.surface, to_hiragana(segment.kana or "")
        split = self._split(surface, kana) if kana else None
        if kana and not split and has_okurigana and len(surface) > 1:
            split = self._split(surface, kana, has_stem=True)
        return split or ((surface, segment.kana),)

    def _split(
        self, surface: str, kana: str, *, has_stem: bool = False
    ) -> tuple[Piece, ...] | None:
        """Explain every character of a word, long readings first; None where nothing does."""
        stuck: set[tuple[int, int]] = set()
        last = len(surface) - 1

        def rest(at: int, begin: int) -> tuple[Piece, ...] | None:
            """Explain ``surface`` from ``at`` by ``kana`` from ``begin``."""
            if at > last:
                return () if begin == len(kana) else None
            if has_stem and at == last:
                stem = kana[begin:]
                return ((surface[at], stem),) if 0 < len(stem) <= LONGEST_STEM else None
            if (at, begin) in stuck:
                return None
            for sound in self._sounds(surface[at], surface[at - 1] if at else ""):
                if not kana.startswith(sound, begin):
                    continue
                if (after := rest(at + 1, begin + len(sound))) is not None:
                    bare = to_hiragana(surface[at]) == sound
                    return ((surface[at], None if bare else sound), *after)
            stuck.add((at, begin))
            return None

        return rest(0, 0) if 1 < len(surface) <= min(len(kana), LONGEST_WORD) else None

    def _sounds_of(self, char: str, before: str) -> tuple[str, ...]:
        """Return what one character may sound like after another one, the longest first."""
        if not HAS_KANJI.match(char):
            return (*_SMALL_KA.get(char, ()), to_hiragana(char))
        kanji = before if char == REPEAT else char
        sounds = {*self._readings_of(kanji), *self._more.get(kanji, ())} - {""}
        for kana in tuple(sounds):
            sounds.update(_changed(kana))
        return tuple(sorted(sounds, key=lambda kana: (-len(kana), kana)))


def _changed(kana: str) -> Iterator[str]:
    """Vary a reading as compounds do: かみ → がみ, ほう → ぽう, がく → がっ, おう → のう."""
    first, last = kana[0], kana[-1]
    for change in (_VOICED, _HALF_VOICED, _AFTER_N):
        if first in change:
            yield change[first] + kana[1:]
    if last in _SHORTENED and len(kana) > 1:
        yield kana[:-1] + "っ"


def _number(surface: str, kana: str) -> Iterator[Piece]:
    """Keep a number and its counter together: 20日(はつか), but 3(みっ)つ."""
    tail = _TAIL.search(surface)
    okurigana = tail.group() if tail and kana.endswith(to_hiragana(tail.group())) else ""
    yield surface.removesuffix(okurigana), kana.removesuffix(to_hiragana(okurigana)) or None
    yield okurigana, None


def one_word(pieces: Iterable[Piece]) -> Segments:
    """Make one word of pieces; kana beside kana are joined."""
    out: list[Segment] = []
    for surface, kana in pieces:
        if kana is None and out and out[-1].kana is None:
            out[-1] = out[-1]._replace(surface=out[-1].surface + surface)
        elif surface:
            out.append(Segment(surface, kana, word_start=not out))
    return tuple(out)
