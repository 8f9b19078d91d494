"""What the bench shows, as values: one file of a draft, block by block, in its whole course.

Reading and checking a whole course takes a tenth of a second and more. So what came of it is kept
for the draft's number, and a save asks for no more than the file that was changed.
"""

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.authoring import forms, pages, queries, rules
from app.authoring.blocks import SHAPE_NAMES, first_words, shown_kind
from app.authoring.errors import NoSuchSlice
from app.authoring.looks import look_for
from app.catalog.kept import Kept
from app.catalog.service import check_course
from app.catalog.sources.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.authoring.looks import Look
    from app.authoring.models import Draft
    from app.authoring.pages import DraftRow
    from app.authoring.service import Edit
    from app.catalog.content import Text
    from app.catalog.sources.course import CourseSource
    from app.catalog.sources.faults import Fault


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block on the bench.

    Attributes:
        kind: A key of ``blocks.BLOCK_NAMES``, or of ``blocks.SHAPE_NAMES`` for text.
        line: The line on which it starts: its address.
        span: Where it stands.
        text: For a field; None when it is no text.
        faults: What is wrong in it.
        form: Of the open one: what asks for what it says; None where that would not be all.
    """

    kind: str
    line: int
    span: rules.Span
    text: str | None
    faults: "tuple[Fault, ...]"
    form: forms.Form | None = None

    @property
    def words(self) -> str:
        """How it begins."""
        return first_words(self.text or "")

    @property
    def rows(self) -> int:
        """How many lines a field for it needs."""
        return min(24, max(3, (self.text or "").count("\n") + 2))


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A file in the outline; of a module with its lessons."""

    path: str
    title: "Text | None"
    minutes: int
    faults: int
    lessons: "tuple[OutlineRow, ...]" = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A whole course at one number of its draft, read and checked.

    Attributes:
        title: Of the course.
        look: Whose screen its author wants to see first.
        modules: With their lessons.
        others: The other files that can be mended, banks first.
        faults: By path, of the whole course.
        around: What of it the forms of blocks choose from.
    """

    title: "Text"
    look: "Look"
    modules: tuple[OutlineRow, ...]
    others: tuple[OutlineRow, ...]
    faults: "Mapping[str, tuple[Fault, ...]]"
    around: forms.Around

    @property
    def lessons(self) -> tuple[OutlineRow, ...]:
        """Every lesson, in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)


@dataclass(frozen=True, slots=True)
class BenchPage:
    """A file of a draft: its blocks, at most one of them open.

    Attributes:
        row: The draft.
        path: The file.
        title: Of the lesson, or the file's name.
        is_lesson: Whether its screens can be shown.
        before: The closed blocks above the open one; all of them when none is open.
        opened: The open block.
        after: The closed blocks below it.
        changed_at: When the draft was last saved.
        overview: Of the whole course; None after a save, which looks at its own file alone.
    """

    row: "DraftRow"
    path: str
    title: str
    is_lesson: bool
    before: tuple[BlockRow, ...]
    opened: BlockRow | None
    after: tuple[BlockRow, ...]
    changed_at: "datetime"
    overview: Overview | None = None

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Where a block can go to: path and title of the other lessons."""
        lessons = [] if self.overview is None else self.overview.lessons
        return [
            (one.path, one.title.plain or one.path)
            for one in lessons
            if one.title is not None and one.path != self.path
        ]

    @property
    def blocks(self) -> tuple[BlockRow, ...]:
        """Every block, in order."""
        return (*self.before, *((self.opened,) if self.opened else ()), *self.after)


_OVERVIEWS: Final[Kept[tuple[uuid.UUID, int], Overview]] = Kept(20)


def bench_page(
    session: "Session", draft_id: uuid.UUID, path: str, *, line: int | None
) -> BenchPage:
    """Return a file with the block open that stands on a line; five queries at most.

    Args:
        session: A session.
        draft_id: The draft.
        path: The file.
        line: From 1; 0 opens nothing. None opens what an author begins with: the first block
            after the front matter.

    Raises:
        NoResultFound: There is no such draft.
        NoSuchSlice: It has no such file, or none that is text.
    """
    draft = queries.draft(session, draft_id)
    source = read(draft.slug, {path: _text_file(session, draft, path)})
    overview = _overview(session, draft)
    blocks = _blocks(source, path, overview.faults.get(path, ()))
    at = _at(blocks, line)
    before, opened, after = (
        (blocks, None, ())
        if at is None
        else (blocks[:at], _with_form(blocks[at], overview.around), blocks[at + 1 :])
    )
    return BenchPage(
        row=pages.row_of(session, draft),
        path=path,
        title=_title(source, path),
        is_lesson=bool(source.lessons),
        before=before,
        opened=opened,
        after=after,
        changed_at=draft.changed_at,
        overview=overview,
    )


def saved_page(session: "Session", draft_id: uuid.UUID, edit: "Edit") -> BenchPage:
    """Return the file of a block that was saved just now, that block open; six queries at most.

    What was typed may have become more than one block: all of it stays open together.

    Raises:
        NoSuchSlice: Somebody has taken the file away at once.
    """
    draft = queries.draft(session, draft_id)
    since = queries.operations_since(session, draft_id, edit.number)
    place = rules.followed(rules.Place(edit.path, edit.span), since)
    if place is None:
        raise NoSuchSlice(edit.path)
    path, span = place.path, place.span
    data = _text_file(session, draft, path)
    source = _source_for(session, draft, path, data)
    faults = (fault for fault in check_course(source) if fault.path == path)
    blocks = _blocks(source, path, faults)
    inside = [block for block in blocks if span.start <= block.span.start < span.end]
    opened = BlockRow(
        inside[0].kind if inside else "text",
        data.count(b"\n", 0, span.start) + 1,
        span,
        rules.text_of(span.of(data)),
        tuple(fault for block in inside for fault in block.faults),
    )
    return BenchPage(
        row=pages.row_of(session, draft, source.title.plain),
        path=path,
        title=_title(source, path),
        is_lesson=bool(source.lessons),
        before=tuple(block for block in blocks if block.span.start < span.start),
        opened=opened,
        after=tuple(block for block in blocks if block.span.start >= span.end),
        changed_at=draft.changed_at,
    )


def around(session: "Session", draft_id: uuid.UUID) -> forms.Around:
    """Return what of a draft's course the forms of its blocks choose from; two queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    return _overview(session, queries.draft(session, draft_id)).around


def _with_form(block: BlockRow, around: forms.Around) -> BlockRow:
    kind = "text" if block.kind in SHAPE_NAMES else block.kind
    return replace(block, form=forms.form_of(kind, block.text or "", around))


def _text_file(session: "Session", draft: "Draft", path: str) -> bytes:
    found = queries.data_of(session, draft.id, {path})
    if path not in found or not path.endswith(pages.TEXT_FILES):
        raise NoSuchSlice(path)
    return found[path]


def _source_for(session: "Session", draft: "Draft", path: str, data: bytes) -> "CourseSource":
    """Read what it takes to check one file: of a lesson little, of others the whole course."""
    around = queries.course_around(session, draft, path, data)
    is_lesson = any(lesson.path == path for lesson in around.lessons)
    return around if is_lesson else queries.source_of(session, draft)


def _title(source: "CourseSource", path: str) -> str:
    lesson = next((one for one in source.lessons if one.path == path), None)
    return (lesson and lesson.title.plain) or path


def _blocks(source: "CourseSource", path: str, faults: "Iterable[Fault]") -> tuple[BlockRow, ...]:
    data, told = dict(source.files)[path], list(faults)
    parts = pages.parts(source, path)
    if not parts:
        raise NoSuchSlice(path)
    lines = [line for _kind, line, _span in parts]
    found = []
    for (kind, line, span), until in zip(parts, (*lines[1:], None), strict=True):
        text = rules.text_of(span.of(data))
        own = (
            fault
            for fault in told
            if (line <= fault.line or line == lines[0]) and (until is None or fault.line < until)
        )
        found.append(BlockRow(shown_kind(kind, text or ""), line, span, text, tuple(own)))
    return tuple(found)


def _at(blocks: tuple[BlockRow, ...], line: int | None) -> int | None:
    """Return the place of the block that is to be open, from 0."""
    if line == 0:
        return None
    if line is None:
        return next((n for n, block in enumerate(blocks) if block.kind != "front"), 0)
    return max((n for n, block in enumerate(blocks) if block.line <= line), default=0)


def _overview(session: "Session", draft: "Draft") -> Overview:
    kept = _OVERVIEWS.find((draft.id, draft.number))
    if kept is not None:
        return kept
    source = queries.source_of(session, draft)
    return _OVERVIEWS.keep((draft.id, draft.number), _overview_of(source))


def _overview_of(source: "CourseSource") -> Overview:
    faults: dict[str, tuple[Fault, ...]] = {}
    for fault in check_course(source):
        faults[fault.path] = (*faults.get(fault.path, ()), fault)
    count = {path: len(found) for path, found in faults.items()}
    modules = tuple(
        OutlineRow(
            f"{module.path}/module.toml",
            module.title,
            sum(lesson.minutes for lesson in module.lessons),
            count.get(f"{module.path}/module.toml", 0),
            tuple(
                OutlineRow(lesson.path, lesson.title, lesson.minutes, count.get(lesson.path, 0))
                for lesson in module.lessons
            ),
        )
        for module in source.modules
    )
    placed = {row.path for module in modules for row in (module, *module.lessons)}
    banks = [bank.path for bank in source.banks]
    rest = [path for path, _ in source.files if path.endswith(pages.TEXT_FILES)]
    others = tuple(
        OutlineRow(path, None, 0, count.get(path, 0))
        for path in dict.fromkeys((*banks, *rest))
        if path not in placed
    )
    look = look_for(source.audience, source.grades)
    around = forms.Around.of(source)
    return Overview(source.title, look, modules, others, faults, around)
