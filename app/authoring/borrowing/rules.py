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
_FROM: Final = re.compile(r"([ \t]from=)([a-z][a-z0-9-]*)")
_MARK: Final = re.compile(r"\[([^\[\]]*)\]\{#see-([a-z][a-z0-9-]*)\}")

NewKey = Callable[[str, str], str]
"""(kind, key) → a key that the draft does not know, remembered as taken."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is called otherwise in the draft.

    Attributes:
        keys: Of blocks, those of banks among them: key in the course → key in the draft.
        banks: Key of a bank in the course → in the draft.
        assets: Path of a file in the course → in the draft.
    """

    keys: Mapping[str, str]
    banks: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Blocks as they stand in the draft.

    Attributes:
        text: The blocks.
        banks: What their drills draw from: the bank, its path in the draft, its text there.
        assets: The files that come with them: path in the draft → bytes.
        names: What is called otherwise there.
        lost_marks: Texts whose mark leads to a question that was not taken.
    """

    text: str
    banks: "tuple[tuple[LessonSource, str, str], ...]"
    assets: Mapping[str, bytes]
    names: Names
    lost_marks: tuple[str, ...] = ()


def can_be_lent(unit: "Iterable[Block]", source: "CourseSource") -> bool:
    """Whether a block and what says it again can stand in another course."""
    banks = {bank.key for bank in source.banks}
    return all(
        block.kind != "unreadable"
        and (block.kind != DRILL or (block.attribute("from") or "") in banks)
        for block in unit
    )


def borrowed(
    source: "CourseSource",
    lesson: "LessonSource",
    units: "Collection[Collection[Block]]",
    target: "CourseSource",
    new_key: NewKey,
) -> Borrowed:
    """Return blocks of a lesson as they stand in another course, with what drills draw from.

    Args:
        source: The course they are from.
        lesson: The lesson.
        units: The blocks, each with those that say it again.
        target: The course into which they come.
        new_key: Gives a block, or a bank, a key there.
    """
    blocks = [block for unit in units for block in unit]
    banks = [] if source.slug == target.slug else _banks_of(source, blocks)
    known = {block.key: new_key(block.kind, block.key) for block in blocks if block.key}
    homes = {bank.key: new_key("bank", bank.key) for bank in banks}
    for bank in banks:
        known |= {one.key: new_key(one.kind, one.key) for one in bank.blocks if one.key}
    moved = [(lesson, blocks), *((bank, bank.blocks) for bank in banks)]
    written = [_written(one, some, Names(known, homes), target) for one, some in moved]
    come, renames = files.files_along("\n".join(written), dict(source.files), dict(target.files))
    names = Names(known, homes, renames)
    text, *others = (files.with_names(one, names.assets) for one in written)
    paths = (f"bank/{homes[bank.key]}.md" for bank in banks)
    taken = (block for one, some in moved for block in some)
    lost = (
        match.group(1)
        for block in taken
        for match in _MARK.finditer(block.body.text)
        if match.group(2) not in known
    )
    return Borrowed(
        text,
        tuple(zip(banks, paths, others, strict=True)),
        come,
        names,
        tuple(dict.fromkeys(lost)),
    )


def _banks_of(source: "CourseSource", blocks: "Iterable[Block]") -> "list[LessonSource]":
    """Return what drills among these blocks draw from, each once."""
    named = {block.attribute("from") for block in blocks if block.kind == DRILL}
    return [bank for bank in source.banks if bank.key in named]


def renamed(text: str, names: Names) -> str:
    """Return a text, or its translation, with the marks and files that the draft has."""
    marked = _MARK.sub(lambda match: _marked(match, names.keys), text)
    return files.with_names(marked, names.assets)


def _written(
    lesson: "LessonSource", blocks: "Iterable[Block]", names: Names, target: "CourseSource"
) -> str:
    objectives = {objective.key for objective in target.objectives}
    texts = []
    for block in blocks:
        text = files.text_of(lesson.data[block.start : block.end]) or ""
        text = _MARK.sub(lambda match: _marked(match, names.keys), text)
        texts.append(_opened(text, block, names, objectives) if text.startswith(":::") else text)
    return "\n\n".join((*texts, *_references(lesson, "\n".join(texts))))


def _opened(text: str, block: "Block", names: Names, objectives: Collection[str]) -> str:
    """Return a block whose first line has its keys and objectives of the other course."""
    first, line_end, rest = text.partition("\n")
    if block.key:
        key = names.keys[block.key]
        first = re.sub(rf"#{re.escape(block.key)}(?!\S)", f"#{key}", first, count=1)
    if block.kind == DRILL:
        first = _FROM.sub(lambda match: f"{match[1]}{names.banks.get(match[2], match[2])}", first)
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
