"""What the pages of drafts show, as values."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring import queries, rules
from app.authoring.errors import NoSuchSlice
from app.authoring.models import Draft, DraftChange, DraftState
from app.catalog import queries as catalog
from app.catalog.service import check_course
from app.clock import day_of
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource, LessonSource, ModuleSource
    from app.catalog.sources.faults import Fault

TEXT_FILES: Final = (".toml", ".md", ".po")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list. ``title`` is that of its base, or the slug of a new course."""

    id: uuid.UUID
    slug: str
    title: str
    number: int
    state: DraftState
    changed_on: "date"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in the history, with the texts before and after it."""

    number: int
    path: str
    before: str
    after: str
    by: str
    on: "date"
    undoes: int | None
    can_undo: bool


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault; ``line`` is that of the slice it is in, None where no page shows the file."""

    fault: "Fault"
    line: int | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft: its outline, what is still to be mended, and its history, the newest first."""

    row: DraftRow
    modules: "tuple[ModuleSource, ...]"
    banks: "tuple[LessonSource, ...]"
    others: tuple[str, ...]
    faults: tuple[FaultRow, ...]
    history: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class SliceRow:
    """A slice of a file with its text for a form; None when it is no text."""

    kind: str
    line: int
    span: rules.Span
    text: str | None

    @property
    def rows(self) -> int:
        """How many lines a field for it needs."""
        return min(24, max(2, (self.text or "").count("\n") + 2))


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file of a draft, slice by slice."""

    row: DraftRow
    path: str
    title: str
    slices: tuple[SliceRow, ...]
    faults: "tuple[Fault, ...]"


def drafts(session: "Session") -> list[DraftRow]:
    """Return every draft, the last changed first; two queries at most."""
    found = list(session.scalars(sa.select(Draft).order_by(Draft.changed_at.desc(), Draft.id)))
    return _rows(session, found)


def draft_page(session: "Session", draft_id: uuid.UUID) -> DraftPage:
    """Return all about a draft; four queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    shown = {lesson.path for lesson in source.with_blocks}
    others = (path for path, _ in source.files if path.endswith(TEXT_FILES) and path not in shown)
    faults = dict.fromkeys((*queries.kept_faults(draft), *check_course(source)))
    return DraftPage(
        row=_rows(session, [draft])[0],
        modules=source.modules,
        banks=source.banks,
        others=tuple(others),
        faults=tuple(FaultRow(fault, _line_of(source, fault)) for fault in faults),
        history=_history(session, draft, dict(source.files)),
    )


def file_page(session: "Session", draft_id: uuid.UUID, path: str) -> FilePage:
    """Return a file slice by slice; three queries at most.

    Raises:
        NoResultFound: There is no such draft.
        NoSuchSlice: It has no such file, or none that is text.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    lesson = next((one for one in source.with_blocks if one.path == path), None)
    return FilePage(
        row=_rows(session, [draft])[0],
        path=path,
        title=lesson.title.plain if lesson and lesson.title.plain else path,
        slices=_slices(source, path),
        faults=tuple(fault for fault in check_course(source) if fault.path == path),
    )


def _rows(session: "Session", found: "Iterable[Draft]") -> list[DraftRow]:
    drafts = list(found)
    bases = catalog.versions(session, (d.base_version_id for d in drafts if d.base_version_id))
    titles = {key: version.outline.title.plain for key, version in bases.items()}
    return [
        DraftRow(
            draft.id,
            draft.slug,
            titles[draft.base_version_id] if draft.base_version_id else draft.slug,
            draft.number,
            draft.state,
            day_of(draft.changed_at),
        )
        for draft in drafts
    ]


def _slices(source: "CourseSource", path: str) -> tuple[SliceRow, ...]:
    data = dict(source.files).get(path)
    if data is None or not path.endswith(TEXT_FILES):
        raise NoSuchSlice(path)
    lesson = next((one for one in source.with_blocks if one.path == path), None)
    if lesson is None:
        return (_slice("file", 1, rules.Span(0, len(data)), data),)
    blocks = (lesson.front, *lesson.blocks)
    return tuple(
        _slice(block.kind, block.line, rules.Span(block.start, block.end), data)
        for block in blocks
        if block.end > block.start
    )


def _slice(kind: str, line: int, span: rules.Span, data: bytes) -> SliceRow:
    return SliceRow(kind, line, span, rules.text_of(span.of(data)))


def _line_of(source: "CourseSource", fault: "Fault") -> int | None:
    try:
        lines = [one.line for one in _slices(source, fault.path)]
    except NoSuchSlice:
        return None
    return max((line for line in lines if line <= fault.line), default=1)


def _history(session: "Session", draft: Draft, files: dict[str, bytes]) -> tuple[ChangeRow, ...]:
    rows = session.execute(
        sa.select(DraftChange, User.family_name, User.given_name)
        .join(User, User.id == DraftChange.by_id)
        .where(DraftChange.draft_id == draft.id)
        .order_by(DraftChange.number.desc())
    )
    later: dict[str, list[rules.Splice]] = defaultdict(list)
    found = []
    for change, family_name, given_name in rows:
        since = later[change.path]
        span = rules.carried(change.splice.new, reversed(since))
        found.append(
            ChangeRow(
                change.number,
                change.path,
                rules.text_of(change.before) or "",
                rules.text_of(change.after) or "",
                f"{family_name} {given_name}",
                day_of(change.at),
                change.undoes,
                can_undo=draft.state is not DraftState.PUBLISHED
                and span.of(files[change.path]) == change.after,
            )
        )
        since.append(change.splice)
    return tuple(found)
