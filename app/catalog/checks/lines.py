"""The lines of a course's lessons, with the blocks that they stand in. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.i18n.notation import plain

if TYPE_CHECKING:
    from app.catalog.sources.course import Block, CourseSource, LessonSource

_TICKS: Final = re.compile(r"`[^`]*`")
_MARKUP: Final = re.compile(
    r"\*\*|`[^`]*`|\]\{#see-[a-z0-9-]+\}|\]\([^)]*\)|^\s*(?:[-*+>]|\d+\.|#+)\s|\["
)
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block.

    Attributes:
        path: The file.
        number: The line in it, from 1.
        text: What is written, without readings and code.
        block: The block that it stands in.
    """

    path: str
    number: int
    text: str
    block: "Block"

    @property
    def place(self) -> tuple[str, int]:
        """The path and the number."""
        return self.path, self.number


def lines_of(source: "CourseSource") -> Iterator[Line]:
    """Yield every line of the lessons and banks that is no code and not blank."""
    for lesson in source.with_blocks:
        yield from lines_in(lesson)


def lines_in(lesson: "LessonSource") -> Iterator[Line]:
    """Yield every line of a lesson that is no code and not blank."""
    for block in lesson.blocks:
        is_code = False
        for number, text in enumerate(block.body.text.split("\n"), start=block.body.line):
            if _FENCE.match(text):
                is_code = not is_code
            elif text.strip() and not is_code:
                yield Line(lesson.path, number, plain(_TICKS.sub("", text)), block)


def bare(line: str) -> str:
    """Take notation and Markdown off a line, as far as a check can tell the difference."""
    return _MARKUP.sub("", plain(line)).strip()
