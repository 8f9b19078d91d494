"""The readings of the interface's own strings, made once for all: a step of ``make strings``.

Run as ``python -m app.furigana.interface STRINGS.pot``: every Japanese string of code and
templates is read as the text of a course is, and what came out is written to
``app/i18n/data/interface/``, which is all that a web process ever looks at.

Where the analysis errs, ``app/i18n/data/readings.toml`` has the last word.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import orjson
from babel.messages.pofile import read_po

from app.furigana.corrections import Corrections
from app.furigana.port import Analyzer
from app.furigana.process import AnalyzerProcess
from app.i18n.interface import PLACEHOLDER, TABLES
from app.i18n.notation import Segment, Segments, to_json

CORRECTIONS: Final = TABLES.with_name("readings.toml")

_COUNTED = re.compile("[つ分人件回問番年月日項個号時行]|まい")
_NUMBER, _NOUN = "15", "テスト"
"""What is read in place of a value: a number before what counts, a noun before all else."""


def table(
    strings: Iterable[str], corrections: Corrections, analyzer: Analyzer
) -> dict[str, Segments]:
    """Read every string.

    Args:
        strings: As they stand in the code, with places such as ``%(name)s``.
        corrections: What people corrected.
        analyzer: What reads.

    Returns:
        The segments of each, in the order of the strings; a place is text like any other.
    """
    ordered = sorted(set(strings))
    asked = [_Asked.of(corrections.noted(one)) for one in ordered]
    read = analyzer.read([one.segments for one in asked], corrections.words)
    return {
        string: corrections.parted(string, one.with_places(answer.segments))
        for string, one, answer in zip(ordered, asked, read, strict=True)
    }


def written(found: Mapping[str, Segments]) -> dict[str, bytes]:
    """Return the files of a table by name: JSON, one string a line, so that a change is a line."""
    lines: dict[str, list[bytes]] = {}
    for string, segments in found.items():
        line = b"%s:%s" % (orjson.dumps(string), orjson.dumps(to_json(segments)))
        lines.setdefault(f"{_beginning(string)}.json", []).append(line)
    return {name: b"{\n%s\n}\n" % b",\n".join(own) for name, own in lines.items()}


def _beginning(string: str) -> str:
    """Return how a string begins, which says in what file it stands; kanji fill two of them."""
    ways = {
        "hiragana": "[ぁ-ゖ]",
        "katakana": "[ァ-ヺ]",
        "kanji-1": "[々〇一-忿]",
        "kanji-2": "[怀-鿿]",
    }
    return next((name for name, one in ways.items() if re.match(one, string)), "others")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A string with something readable in its places.

    Attributes:
        segments: What is read.
        places: Where a stand-in begins in its text, what it is, and which place it stands for.
    """

    segments: Segments
    places: Sequence[tuple[int, str, str]]

    @classmethod
    def of(cls, segments: Segments) -> Self:
        places: list[tuple[int, str, str]] = []
        out: list[Segment] = []
        at = 0
        for n, segment in enumerate(segments):
            follows = "".join(one.surface for one in segments[n + 1 :])
            pieces = list(_pieces(segment.surface, follows))
            for text, place in pieces:
                if place:
                    places.append((at, text, place))
                at += len(text)
            out.append(segment._replace(surface="".join(text for text, _ in pieces)))
        return cls(tuple(out), places)

    def with_places(self, answer: Segments) -> Segments:
        """Put the places back; what stands before and behind one keeps its reading."""
        out: list[Segment] = []
        at = 0
        for segment in answer:
            surface = "".join(self._put_back(segment.surface, at))
            kana = segment.kana if surface == segment.surface else None
            if surface:
                out.append(segment._replace(surface=surface, kana=kana))
            at += len(segment.surface)
        return tuple(out)

    def _put_back(self, surface: str, at: int) -> Iterator[str]:
        """Yield a piece of what was read; a place stands where its stand-in begins."""
        done, end = at, at + len(surface)
        for start, stand_in, place in self.places:
            if start < end and at < start + len(stand_in):
                yield surface[done - at : max(start - at, 0)]
                yield place if start >= at else ""
                done = min(start + len(stand_in), end)
        yield surface[done - at :]


def _pieces(surface: str, follows: str) -> Iterator[tuple[str, str]]:
    """Yield text, and stand-ins with the place they stand for."""
    at = 0
    for found in PLACEHOLDER.finditer(surface):
        yield surface[at : found.start()], ""
        counted = _COUNTED.match((surface + follows)[found.end() :])
        yield _NUMBER if counted else _NOUN, found.group()
        at = found.end()
    yield surface[at:], ""


def main() -> None:
    """Write the table anew from the strings of the file that is named."""
    with Path(sys.argv[1]).open("rb") as file:
        strings = [
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_po(file)
            if message.id
        ]
    with AnalyzerProcess() as analyzer:
        found = written(table(strings, Corrections.read(CORRECTIONS), analyzer))
    TABLES.mkdir(exist_ok=True)
    for before in TABLES.glob("*.json"):
        before.unlink()
    for name, data in found.items():
        (TABLES / name).write_bytes(data)


if __name__ == "__main__":
    main()
