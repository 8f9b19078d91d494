"""What a lesson or a block takes along when it goes: the mentions that only it gave a sense."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from app.authoring import rules
from app.catalog.sources.lesson import DRILL

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource, LessonSource


def lessons_gone(
    source: "CourseSource", lessons: "Sequence[LessonSource]"
) -> tuple[rules.Operation, ...]:
    """Return what follows in other files when lessons are deleted.

    They leave the rules of completion and readings, with the drills in them, and so do their
    translations: an undo brings all of it back.
    """
    keys = {one.key for one in lessons}
    drills = {block.key for one in lessons for block in one.blocks if block.kind == DRILL}
    files = dict(source.files)
    removed = tuple(
        rules.Removed(one.path, files[one.path])
        for one in source.translations
        if one.lesson in keys
    )
    return (*removed, *rules.forgotten(files, keys, {key for key in drills if key}))


def block_gone(
    source: "CourseSource", path: str, data: bytes, gone: "Collection[str]"
) -> tuple[rules.Operation, ...]:
    """Return what follows when blocks are not in a file any more: nothing leads back from it.

    Args:
        source: The course as it was.
        path: The file that they were in.
        data: The file without them.
        gone: Their keys.
    """
    lesson = next((one for one in source.lessons if one.path == path), None)
    before = {path: data}
    if lesson is not None:
        files = dict(source.files)
        before |= {x.path: files[x.path] for x in source.translations if x.lesson == lesson.key}
    return rules.difference(before, _unmarked(before, gone))


def drills_gone(source: "CourseSource", gone: "Collection[str]") -> tuple[rules.Operation, ...]:
    """Return what follows in other files when drills are deleted."""
    return rules.forgotten(dict(source.files), (), gone)


def _unmarked(files: Mapping[str, bytes], keys: "Collection[str]") -> dict[str, bytes]:
    texts = {path: rules.text_of(data) for path, data in files.items()}
    return {
        path: data if texts[path] is None else rules.unmarked(data.decode(), keys).encode()
        for path, data in files.items()
    }
