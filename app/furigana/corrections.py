"""What people corrected in the readings of the interface: ``app/i18n/data/readings.toml``. Pure.

A word is corrected wherever it stands, a passage where it is read by what stands around it, a
whole string where a word stands alone. Passages and strings are written as an author writes them,
with ␣ where a phrase begins: inside of them phrases begin there and nowhere else.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final, NamedTuple, Self

from app.furigana.port import Words
from app.i18n.notation import Segment, Segments, parse, plain

PHRASE: Final = "␣"


class Corrected(NamedTuple):
    """A passage: its segments, and where phrases begin in it, in characters."""

    segments: Segments
    phrases: frozenset[int]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections.

    Attributes:
        words: Readings of words.
        strings: Whole strings, by their text.
        passages: Parts of strings, by their text.
    """

    words: Words
    strings: Mapping[str, Corrected]
    passages: Mapping[str, Corrected]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file; broken notation corrects nothing (a test finds it)."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(data["words"], _by_text(data["strings"]), _by_text(data["passages"]))

    def noted(self, string: str) -> Segments:
        """Return a string as an author writes it who knows what is known here."""
        out: list[Segment] = []
        at = 0
        for start, corrected in self._found(string):
            out += (Segment(string[at:start]), *corrected.segments)
            at = start + len(plain(corrected.segments))
        return tuple(one for one in (*out, Segment(string[at:])) if one.surface)

    def parted(self, string: str, segments: Segments) -> Segments:
        """Let phrases begin where the corrections say; elsewhere they stay as they are."""
        begins: dict[int, bool] = {}
        for start, corrected in self._found(string):
            for place in range(1, len(plain(corrected.segments))):
                begins[start + place] = place in corrected.phrases
        out: list[Segment] = []
        at = 0
        for segment in segments:
            end = at + len(segment.surface)
            inside = () if segment.kana else filter(begins.get, range(at + 1, end))
            out += _cut(segment, at, inside, begins=begins.get(at, segment.phrase_start))
            at = end
        return tuple(out)

    def _found(self, string: str) -> Iterator[tuple[int, Corrected]]:
        if string in self.strings:
            yield 0, self.strings[string]
            return
        longest_first = sorted(self.passages, key=lambda passage: (-len(passage), passage))
        for found in re.finditer("|".join(map(re.escape, longest_first)) or "(?!)", string):
            yield found.start(), self.passages[found.group()]


def _cut(segment: Segment, at: int, places: Iterable[int], *, begins: bool) -> Iterator[Segment]:
    """Cut a segment that stands at ``at`` where phrases begin in it."""
    edges = (at, *places, at + len(segment.surface))
    for start, end in pairwise(edges):
        surface = segment.surface[start - at : end - at]
        is_word = segment.word_start or start > at
        begun = is_word and (begins or start > at)
        yield Segment(surface, segment.kana, is_word, begun)


def _by_text(written: Iterable[str]) -> dict[str, Corrected]:
    out = {}
    for text in written:
        pieces = plain(text).split(PHRASE)
        ends = accumulate(map(len, pieces))
        segments = parse(text.replace(PHRASE, "")).segments
        out["".join(pieces)] = Corrected(segments, frozenset(ends))
    return out
