"""What `courses check --strict` asks beyond a sound course: readings looked at, plain words."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.catalog.edition import Audience
from app.catalog.readings.places import place_of
from app.catalog.sources.faults import Fault, in_order
from app.catalog.sources.translation.check import check_translations
from app.catalog.sources.translation.originals import UNSAID, passages
from app.furigana.engine.plainness import KINDS
from app.furigana.port import EASY, Limits, limits_for
from app.i18n.notation import plain

if TYPE_CHECKING:
    from app.catalog.service.reading import ReadCourse
    from app.catalog.sources.course import CourseSource, Passage
    from app.furigana.port import Analyzer

_MARKUP: Final = re.compile(
    r"\*\*|`[^`]*`|\]\{#see-[a-z0-9-]+\}|\]\([^)]*\)|^\s*(?:[-*+>]|\d+\.|#+)\s|\["
)
_TABLE: Final = re.compile(r"^\s*\|")


def strict_faults(course: "ReadCourse", analyzer: "Analyzer") -> tuple[Fault, ...]:
    """Find what a careful author would still do, as faults.

    Children's courses want their doubtful readings confirmed and plain sentences for the
    youngest grade they name; ``::: easy`` texts want to be easy in every course; a translation
    that was begun wants to be whole.

    Args:
        course: The course with its readings.
        analyzer: What reads; gives the hints on plain words.
    """
    source = course.source
    faults = [*_hints(source, analyzer)]
    faults += (Fault(n.path, n.line, n.message, n.mend) for n in check_translations(source))
    if source.audience == Audience.CHILD:
        for doubt in course.doubts:
            path, line = place_of(source, doubt)
            word = f"{{{doubt.word.surface}|{doubt.word.kana}}}"
            mend = (
                "正しければ readings.toml の [confirmed] に、ちがえば本文か [words] に書きます。"
            )
            faults.append(Fault(path, line, f"読みをたしかめます: {word}", mend))
    return in_order(faults)


def _hints(source: "CourseSource", analyzer: "Analyzer") -> Iterator[Fault]:
    for limits, texts in _passages(source):
        lines = [
            (path, passage.line + n, _bare(line))
            for path, passage in texts
            for n, line in enumerate(passage.text.split("\n"))
            if line.strip() and not _TABLE.match(line)
        ]
        found = analyzer.hints([text for _, _, text in lines], limits)
        for (path, number, _), hints in zip(lines, found, strict=True):
            for hint in hints:
                message, mend = KINDS[hint.kind]
                yield Fault(path, number, f"{message}: {hint.found}", mend)


def _passages(
    source: "CourseSource",
) -> Iterator[tuple[Limits, list[tuple[str, "Passage"]]]]:
    """Yield the texts that have to be plain, with how plain."""
    blocks = [(lesson.path, block) for lesson in source.with_blocks for block in lesson.blocks]
    yield EASY, [(path, block.body) for path, block in blocks if block.kind == "easy"]
    if source.audience == Audience.CHILD and source.grades:
        rest = [(path, block) for path, block in blocks if block.kind not in UNSAID]
        yield (
            limits_for(min(source.grades)),
            [(path, passage) for path, block in rest for _, passage in passages(block)],
        )


def _bare(line: str) -> str:
    """Take notation and Markdown off a line, as far as a hint can tell the difference."""
    return _MARKUP.sub("", plain(line)).strip()
