"""A compiled course given its readings by the analysis."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from app.catalog.readings.walk import Paragraph, cut, paragraphs, walk
from app.catalog.rules import lesson_hash
from app.catalog.sources.readings import COURSE
from app.furigana.port import Analyzed, Analyzer, Doubtful, Words
from app.i18n.notation import Segments, plain

if TYPE_CHECKING:
    from app.catalog.edition import Course, LessonHead
    from app.catalog.lessons import LessonContent
    from app.catalog.sources.compile import Edition

_T = TypeVar("_T")

SHOWN: Final = 24
"""Characters of its sentence that are shown on either side of a word."""

_SENTENCE_END: Final = re.compile(r"[。！？!?\n]")

OUTLINE = ""
"""Where the texts of course.toml and its neighbors stand, beside the keys of lessons."""


@dataclass(frozen=True, slots=True)
class DoubtAt:
    """A doubtful word in its paragraph.

    Attributes:
        where: The lesson's key, or ``OUTLINE``.
        text: The paragraph without readings; ``word.start`` counts in it.
        word: The word, the reading chosen, and what else it could be.
    """

    where: str
    text: str
    word: Doubtful

    def is_among(self, confirmed: Collection[tuple[str, str, str]]) -> bool:
        """Whether somebody has looked at this reading of the word in this place."""
        return (self.where or COURSE, self.word.surface, self.word.kana) in confirmed

    @property
    def around(self) -> tuple[str, str]:
        """The few characters before and after the word."""
        start, end = self.word.start, self.word.start + len(self.word.surface)
        return self.text[max(0, start - 8) : start], self.text[end : end + 8]

    @property
    def sentence(self) -> tuple[str, str]:
        """What stands before and after the word in its sentence, as far as that is short."""
        end = self.word.start + len(self.word.surface)
        before = _SENTENCE_END.split(self.text[: self.word.start])[-1]
        stop = _SENTENCE_END.search(self.text, end)
        after = self.text[end : stop.end() if stop else None]
        cut = before if len(before) <= SHOWN else f"…{before[-SHOWN:]}"
        return cut, after if len(after) <= SHOWN else f"{after[:SHOWN]}…"


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """A compiled course with its readings, and the words that want a look."""

    edition: "Edition"
    doubts: tuple[DoubtAt, ...]


def read_edition(
    edition: "Edition", analyzer: Analyzer, words: Words, own: Mapping[str, Words]
) -> ReadEdition:
    """Give every Japanese text of a course its readings and phrases.

    Args:
        edition: The course, compiled; author's notation is in it already.
        analyzer: What reads.
        words: The words of the city and of the course.
        own: Further words of single lessons, by the lesson's key.
    """
    doubts: list[DoubtAt] = []
    lessons = []
    for lesson in edition.lessons:
        known = {**words, **own.get(lesson.key, {})}
        read = _read(lesson, lesson.key, analyzer, known, doubts)
        lessons.append(replace(read, content_hash=lesson_hash(read.to_json())))
    course = _read(edition.course, OUTLINE, analyzer, words, doubts)
    course = _with_hashes(course, lessons)
    return ReadEdition(
        replace(edition, course=course, lessons=tuple(lessons)), tuple(dict.fromkeys(doubts))
    )


def _with_hashes(course: "Course", lessons: "Sequence[LessonContent]") -> "Course":
    hashes = {lesson.key: lesson.content_hash for lesson in lessons}

    def head(lesson: "LessonHead") -> "LessonHead":
        return replace(lesson, content_hash=hashes[lesson.key])

    return replace(
        course,
        modules=tuple(
            replace(module, lessons=tuple(map(head, module.lessons))) for module in course.modules
        ),
    )


def _read(value: _T, where: str, analyzer: Analyzer, words: Words, doubts: list[DoubtAt]) -> _T:
    """Read everything in ``value`` in one go; words that straddle two runs, in a second one."""
    found = paragraphs(value)
    answers = analyzer.read([_joined(p) for p in found], words)
    cuts = [cut(a.segments, _lengths(p)) for p, a in zip(found, answers, strict=True)]
    torn = [p for p, runs in zip(found, cuts, strict=True) if runs is None]
    again = iter(analyzer.read(list(chain.from_iterable(torn)), words) if torn else [])
    ready = iter([_runs(p, runs, again) for p, runs in zip(found, cuts, strict=True)])
    for paragraph, answer in zip(found, answers, strict=True):
        text = plain(_joined(paragraph))
        doubts += (DoubtAt(where, text, word) for word in answer.doubts)
    return walk(value, lambda _: next(ready))


def _runs(paragraph: Paragraph, runs: Paragraph | None, again: Iterator[Analyzed]) -> Paragraph:
    return tuple(next(again).segments for _ in paragraph) if runs is None else runs


def _joined(paragraph: Paragraph) -> Segments:
    return tuple(chain.from_iterable(paragraph))


def _lengths(paragraph: Paragraph) -> tuple[int, ...]:
    return tuple(len(plain(run)) for run in paragraph)
