"""How often a word is read wrongly, how fast, and whether the doubtful words hold the errors.

    .venv/bin/python -m benchmarks.furigana FILE… [--courses DIR] [--quiet]

FILE holds one sentence a line, its words marked by hand: ``{漢字|かんじ}``, with ``/`` between
readings that are both right: ``{家|いえ/うち}``. ``--courses`` measures on the ruby that the
authors of courses wrote by hand into their lessons.

The measure. A marked word is right when the kana over exactly that stretch (kana for kanji, the
surface for the rest) equal one of its readings; katakana count as hiragana. Where a segment
reaches over the edge of a mark, all segments that touch the mark are compared with its reading
and the surface on either side. The rate is wrong words to marked words. The engine is given the
plain sentence, and no dictionary of a course or city.

``doubts``: the share of marked words that the engine would ask an author to confirm, and the
share of the wrong ones that are among them. Seconds are CPU time, the first reading of each word
included.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import psutil

from app.furigana.engine.analyzer import Engine
from app.furigana.port import Analyzed
from app.i18n.notation import Segment, Segments, plain, scan, to_hiragana

AROUND = 6
"""Characters shown on either side of a wrong word."""

_MARKED = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")


class Mark(NamedTuple):
    """A word of a sentence and the readings that are right."""

    start: int
    end: int
    right: tuple[str, ...]


class Sentence(NamedTuple):
    """A sentence without its marks, and the marks."""

    text: str
    marks: tuple[Mark, ...]


class Wrong(NamedTuple):
    """A word that was read wrongly."""

    sentence: Sentence
    mark: Mark
    got: str
    doubted: bool

    def __str__(self) -> str:
        text, (start, end, right), got, doubted = *self.sentence[:1], *self[1:]
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        told = "" if doubted else "  not doubted"
        return f"{before}[{text[start:end]}]{after}  {got}, not {'/'.join(right)}{told}"


@dataclass(frozen=True)
class Score:
    """What came out of one set of sentences."""

    words: int
    doubted: int
    wrong: tuple[Wrong, ...]


def sentence_of(line: str) -> Sentence:
    """Take the marks out of a line."""
    text, marks, at = "", [], 0
    for found in _MARKED.finditer(line):
        text += line[at : found.start()]
        end = len(text) + len(found[1])
        marks.append(Mark(len(text), end, tuple(found[2].split("/"))))
        text += found[1]
        at = found.end()
    return Sentence(text + line[at:], tuple(marks))


def lesson_lines(folder: Path) -> Iterator[Sentence]:
    """Take the hand-written ruby of every lesson below ``folder`` as marks."""
    for path in sorted(folder.rglob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            marks, at = [], 0
            for ruby in scan(line)[0]:
                at = len(plain(line[: ruby.start]))
                kana = "".join(s.surface if s.kana is None else s.kana for s in ruby.segments)
                marks.append(Mark(at, at + len(plain(ruby.segments)), (kana,)))
            if marks:
                yield Sentence(plain(line), tuple(marks))


def said(segments: Iterable[Segment]) -> str:
    """Return the kana over a stretch, as hiragana."""
    return to_hiragana("".join(s.kana or s.surface for s in segments))


def heard(sentence: Sentence, mark: Mark, segments: Segments) -> tuple[str, tuple[str, ...]]:
    """Return what the engine says about a mark, and what would have been right there."""
    ends = list(accumulate(len(s.surface) for s in segments))
    touching = [
        (s, end)
        for s, end in zip(segments, ends, strict=True)
        if end > mark.start and end - len(s.surface) < mark.end
    ]
    start = touching[0][1] - len(touching[0][0].surface)
    before = sentence.text[start : mark.start]
    after = sentence.text[mark.end : touching[-1][1]]
    right = tuple(to_hiragana(before + kana + after) for kana in mark.right)
    return said(s for s, _ in touching), right


def score(sentences: list[Sentence], answers: Iterable[Analyzed]) -> Score:
    """Compare what the engine says with what is right."""
    words, doubted, wrong = 0, 0, []
    for sentence, answer in zip(sentences, answers, strict=True):
        for mark in sentence.marks:
            got, right = heard(sentence, mark, answer.segments)
            doubts = any(
                d.start < mark.end and mark.start < d.start + len(d.surface) for d in answer.doubts
            )
            words += 1
            doubted += doubts
            if got not in right:
                wrong.append(Wrong(sentence, mark, got, doubts))
    return Score(words, doubted, tuple(wrong))


def measure(name: str, sentences: list[Sentence], engine: Engine, *, quiet: bool) -> None:
    """Read the sentences, and print what came out."""
    began = time.process_time()
    answers = engine.read([(Segment(s.text),) for s in sentences], {})
    seconds = time.process_time() - began
    found = score(sentences, answers)
    if not quiet:
        for one in found.wrong:
            print(f"  {one}")
    rate = len(found.wrong) / max(1, found.words)
    caught = sum(one.doubted for one in found.wrong) / max(1, len(found.wrong))
    characters = sum(len(s.text) for s in sentences)
    print(
        f"{name}: {len(found.wrong)} of {found.words} words wrong = {rate:.1%}; "
        f"doubted {found.doubted / max(1, found.words):.1%}, "
        f"with {caught:.0%} of the wrong; {characters / seconds:,.0f} characters/s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--courses", type=Path, metavar="DIR")
    parser.add_argument("--quiet", action="store_true", help="the figures alone")
    asked = parser.parse_args()
    began = time.perf_counter()
    engine = Engine()
    print(f"{engine.version}; ready in {time.perf_counter() - began:.2f} s")
    for path in asked.files:
        lines = path.read_text(encoding="utf-8").splitlines()
        marked = [sentence_of(line.strip()) for line in lines if line.strip()]
        measure(path.name, marked, engine, quiet=asked.quiet)
    if asked.courses:
        marked = list(lesson_lines(asked.courses))
        measure(str(asked.courses), marked, engine, quiet=asked.quiet)
    memory = psutil.Process().memory_info().rss / 1e6
    print(f"memory: {memory:.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
