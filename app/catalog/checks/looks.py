"""What only the analyzer can tell of a course: doubtful readings, and what is hard to read.

A look is kept by text and not by line: what was seen of a sentence holds wherever it moves, and
what somebody settled since (in the text, in ``readings.toml``) no longer counts. Pure but for
``look_at``, which is slow and holds no transaction.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from app.catalog.checks.finding import Finding, Job, Weight
from app.catalog.checks.lines import bare
from app.catalog.edition import Audience
from app.catalog.readings.places import Places
from app.catalog.readings.reading import OUTLINE, DoubtAt, read_edition
from app.catalog.readings.walk import paragraphs
from app.catalog.sources.translation.originals import UNSAID, passages
from app.furigana.engine.plainness import KINDS
from app.furigana.port import EASY, Doubtful, Hint, Limits, limits_for
from app.i18n.notation import Segments, plain

if TYPE_CHECKING:
    from app.catalog.sources.compile import Edition
    from app.catalog.sources.course import CourseSource, Passage
    from app.furigana.port import Analyzer, Words

_TABLE: Final = re.compile(r"^\s*\|")
_EASY, _REST = "easy", "rest"
"""Two measures in a course: of what says that it is easy, and of the rest."""

Hints = Mapping[tuple[str, str], tuple[Hint, ...]]
"""(measure, line of text) → what is hard to read in it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the analyzer saw.

    Attributes:
        doubts: Every word to which no author gave a reading and that may be read otherwise.
        hints: What is hard to read; lines without anything are left out.
    """

    doubts: tuple[DoubtAt, ...]
    hints: Hints

    def to_json(self) -> dict[str, Any]:
        """Encode for the database."""
        return {
            "doubts": [[d.where, d.text, *d.word[:3], list(d.word.others)] for d in self.doubts],
            "hints": [[*key, [list(hint) for hint in them]] for key, them in self.hints.items()],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Sequence[Any]]) -> Self:
        """Decode what ``to_json`` wrote."""
        doubts = (
            DoubtAt(where, text, Doubtful(start, word, kana, tuple(others)))
            for where, text, start, word, kana, others in data["doubts"]
        )
        hints = {
            (measure, text): tuple(Hint(*hint) for hint in them)
            for measure, text, them in data["hints"]
        }
        return cls(tuple(doubts), hints)


def look_at(
    source: "CourseSource", edition: "Edition", analyzer: "Analyzer", words: "Words"
) -> Look:
    """Have a course read, whatever its faults; 30,000 characters take a second.

    Args:
        source: The course.
        edition: The same, compiled.
        analyzer: What reads.
        words: The dictionaries that hold for the course, without its own words.
    """
    known = {**words, **dict(source.readings.words)}
    own = {key: dict(them) for key, them in source.readings.lessons}
    return Look(read_edition(edition, analyzer, known, own).doubts, hints_of(source, analyzer))


def open_doubts(source: "CourseSource", edition: "Edition", look: Look) -> tuple[DoubtAt, ...]:
    """Return the words that still want a look: still there, and settled by nobody."""
    settled = dict(source.readings.lessons)
    everywhere = {word for word, _ in source.readings.words}
    texts = {lesson.key: _texts(lesson) for lesson in edition.lessons}
    texts[OUTLINE] = _texts(edition.course)
    return tuple(
        doubt
        for doubt in look.doubts
        if not doubt.is_among(source.readings.confirmed)
        and doubt.word.surface not in everywhere
        and doubt.word.surface not in dict(settled.get(doubt.where, ()))
        and _is_open(texts.get(doubt.where, {}).get(doubt.text), doubt.word)
    )


def _texts(value: object) -> dict[str, Segments]:
    found = (
        tuple(segment for run in paragraph for segment in run) for paragraph in paragraphs(value)
    )
    return {plain(segments): segments for segments in found}


def _is_open(segments: Segments | None, word: Doubtful) -> bool:
    """Whether a paragraph is still there, and its author gave no reading to the word."""
    at, end = 0, word.start + len(word.surface)
    for segment in segments or ():
        after = at + len(segment.surface)
        if at < end and after > word.start and segment.kana is not None:
            return False
        at = after
    return segments is not None


def reading_findings(source: "CourseSource", doubts: "tuple[DoubtAt, ...]") -> Iterator[Finding]:
    """Find readings to confirm; a children's course is not published before they are."""
    weight = Weight.MUST if source.audience == Audience.CHILD else Weight.KNOW
    places = Places(source)
    for doubt in doubts:
        word = f"{doubt.word.surface}（{doubt.word.kana}）"
        mend = "正しければ readings.toml の [confirmed] に、ちがえば本文か [words] に書きます。"
        told = f"読みをたしかめます: {word}", mend
        yield Finding.of(weight, Job.READINGS, places.of(doubt), told)


# -- plain Japanese -------------------------------------------------------------------------------


def hints_of(source: "CourseSource", analyzer: "Analyzer") -> Hints:
    """Ask the analyzer about every text that has to be plain."""
    found: dict[tuple[str, str], tuple[Hint, ...]] = {}
    for measure, limits in _measures(source).items():
        texts = list(dict.fromkeys(text for m, _, _, text in _lines(source) if m == measure))
        answers = analyzer.hints(texts, limits)
        found |= {(measure, text): h for text, h in zip(texts, answers, strict=True) if h}
    return found


def plain_findings(source: "CourseSource", hints: Hints) -> Iterator[Finding]:
    """Find what is hard to read.

    Texts that say they are easy want to be, and so do those for children, by the youngest grade
    that the course names; for grown-ups it is good to know.
    """
    for measure, path, number, text in _lines(source):
        is_wanted = measure == _EASY or source.audience == Audience.CHILD
        weight = Weight.SHOULD if is_wanted else Weight.KNOW
        for hint in hints.get((measure, text), ()):
            message, mend = KINDS[hint.kind]
            told = f"{message}: {hint.found}", mend
            yield Finding.of(weight, Job.PLAIN, (path, number), told)


def _measures(source: "CourseSource") -> dict[str, Limits]:
    if source.audience == Audience.CHILD and source.grades:
        return {_EASY: EASY, _REST: limits_for(min(source.grades))}
    return {_EASY: EASY, _REST: Limits(passive=False, clauses=None)}


def _lines(source: "CourseSource") -> Iterator[tuple[str, str, int, str]]:
    """Yield (measure, path, line, text) of every text that has to be plain."""
    for lesson in source.with_blocks:
        for block in lesson.blocks:
            if block.kind == "easy":
                yield from _split(_EASY, lesson.path, block.body)
            elif block.kind not in UNSAID:
                for _, passage in passages(block):
                    yield from _split(_REST, lesson.path, passage)


def _split(measure: str, path: str, passage: "Passage") -> Iterator[tuple[str, str, int, str]]:
    for number, line in enumerate(passage.text.split("\n"), start=passage.line):
        if line.strip() and not _TABLE.match(line):
            yield measure, path, number, bare(line)
