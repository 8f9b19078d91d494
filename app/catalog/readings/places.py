"""Where in the files of a course a word stands, found again by the text around it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.catalog.readings.reading import OUTLINE, DoubtAt
from app.catalog.sources.handouts import HANDOUTS
from app.i18n.notation import plain

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource

AROUND: Final = 5
"""Characters on either side by which a word is found again."""


def place_of(source: "CourseSource", doubt: DoubtAt) -> tuple[str, int]:
    """Return (path, line from 1) of a doubtful word; line 1 where it cannot be told."""
    return Places(source).of(doubt)


class Places:
    """The lines of a course, read once for all the words that are looked for in them."""

    def __init__(self, source: "CourseSource") -> None:
        self._source = source
        self._files: dict[str, list[tuple[str, list[str]]]] = {}

    def of(self, doubt: DoubtAt) -> tuple[str, int]:
        """Return (path, line from 1) of a doubtful word; line 1 where it cannot be told.

        Markdown between the word and its neighbors may hide it, so less and less is looked for.
        """
        start, end = doubt.word.start, doubt.word.start + len(doubt.word.surface)
        if doubt.where not in self._files:
            self._files[doubt.where] = list(_files(self._source, doubt.where))
        paths = self._files[doubt.where]
        for around in (AROUND, 2, 0):
            wanted = doubt.text[max(0, start - around) : end + around].strip()
            for path, lines in paths:
                for number, line in enumerate(lines, start=1):
                    if wanted in line:
                        return path, number
        return paths[0][0] if paths else "course.toml", 1


def _files(source: "CourseSource", where: str) -> Iterator[tuple[str, list[str]]]:
    wanted = _drawn_by(source, where)
    for path, data in source.files:
        around = path.endswith(".toml") or path in HANDOUTS
        is_wanted = around if where == OUTLINE else path in wanted
        if is_wanted:
            text = data.decode("utf-8", "replace")
            yield path, [plain(line) for line in text.split("\n")]
    if where == OUTLINE:  # the titles of lessons stand in their files
        for lesson in source.lessons:
            text = lesson.data[: lesson.front.end].decode("utf-8", "replace")
            yield lesson.path, [plain(line) for line in text.split("\n")]


def _drawn_by(source: "CourseSource", where: str) -> set[str]:
    """Return the paths of a lesson and of the banks that it draws from."""
    own = [lesson for lesson in source.lessons if lesson.key == where]
    banks = {block.attribute("from") for lesson in own for block in lesson.blocks}
    return {one.path for one in (*own, *(bank for bank in source.banks if bank.key in banks))}
