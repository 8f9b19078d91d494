"""What becomes of blocks in another course: their keys, marks, files and objectives. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.authoring import rules as files
from app.catalog.sources.lesson import DRILL

if TYPE_CHECKING:
    from app.catalog.sources.course import Block, CourseSource, LessonSource

_OBJECTIVE: Final = re.compile(r"[ \t]+objective=(?:\"([^\"]*)\"|(\S+))")
_MARK: Final = re.compile(r"\[([^\[\]]*)\]\{#see-([a-z][a-z0-9-]*)\}")

NewKey = Callable[[str, str], str]
"""(kind, key) → a key that the draft does not know, remembered as taken."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Blocks as they stand in the draft.

    Attributes:
        text: The blocks.
        assets: The files that come with them: path in the draft → bytes.
    """

    text: str
    assets: Mapping[str, bytes] = field(default_factory=dict)


def can_be_lent(unit: "Iterable[Block]") -> bool:
    """Whether a block and what says it again can stand in another course."""
    return all(block.kind not in {DRILL, "unreadable"} for block in unit)


def borrowed(
    source: "CourseSource",
    lesson: "LessonSource",
    units: "Collection[Collection[Block]]",
    target: "CourseSource",
    new_key: NewKey,
) -> Borrowed:
    """Return blocks of a lesson as they stand in another course.

    Args:
        source: The course they are from.
        lesson: The lesson.
        units: The blocks, each with those that say it again.
        target: The course into which they come.
        new_key: Gives a block a key there.
    """
    blocks = [block for unit in units for block in unit]
    keys = {block.key: new_key(block.kind, block.key) for block in blocks if block.key}
    objectives = {objective.key for objective in target.objectives}
    texts = []
    for block in blocks:
        text = files.text_of(lesson.data[block.start : block.end]) or ""
        text = _MARK.sub(lambda match: _marked(match, keys), text)
        texts.append(_opened(text, block, keys, objectives) if text.startswith(":::") else text)
    text = "\n\n".join((*texts, *_references(lesson, "\n".join(texts))))
    return _with_assets(text, dict(source.files), dict(target.files))


def _opened(
    text: str, block: "Block", keys: Mapping[str, str], objectives: Collection[str]
) -> str:
    """Return a block whose first line has its key and objectives of the other course."""
    first, line_end, rest = text.partition("\n")
    if block.key:
        first = re.sub(rf"#{re.escape(block.key)}(?!\S)", f"#{keys[block.key]}", first, count=1)
    first = _OBJECTIVE.sub(
        lambda match: match.group() if (match.group(1) or match.group(2)) in objectives else "",
        first,
    )
    return first + line_end + rest


def _marked(match: re.Match[str], keys: Mapping[str, str]) -> str:
    key = keys.get(match.group(2))
    return match.group(1) if key is None else f"[{match.group(1)}]{{#see-{key}}}"


def _references(lesson: "LessonSource", text: str) -> list[str]:
    """Return the definitions of the links in a text that stand elsewhere in its lesson."""
    lines = []
    for label, href, title in lesson.references:
        is_used = re.search(rf"\[{re.escape(label)}\](?!:)", text, re.IGNORECASE)
        if is_used and not re.search(rf"^\[{re.escape(label)}\]:", text, re.I | re.M):
            lines.append(f"[{label}]: <{href}>" + (f' "{title}"' if title else ""))
    return ["\n".join(lines)] if lines else []


def _with_assets(text: str, source: Mapping[str, bytes], target: Mapping[str, bytes]) -> Borrowed:
    """Take the files along that a text names, each under a name that is free or means the same."""
    come: dict[str, bytes] = {}
    renamed: dict[str, str] = {}
    for path, data in source.items():
        if not path.startswith("assets/") or not re.search(_named(path), text):
            continue
        name = _free(path, data, {**target, **come})
        renamed[path] = name
        if name not in target:
            come[name] = data
    for path, name in renamed.items():
        text = re.sub(_named(path), lambda _, name=name: name, text)  # type: ignore[misc]
    return Borrowed(text, come)


def _named(path: str) -> str:
    """Return what finds a path in a text, and no longer one that begins or ends like it."""
    return rf"(?<![\w./-]){re.escape(path)}(?![\w-]|\.\w)"


def _free(path: str, data: bytes, known: Mapping[str, bytes]) -> str:
    stem, _, ending = path.rpartition(".")
    name, number = path, 1
    while known.get(name, data) != data:
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name
