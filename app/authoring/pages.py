"""What the pages of drafts show, as values."""

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.authoring import policy, queries, rules
from app.authoring.history import HistoryPage, history
from app.authoring.models import Draft, DraftState
from app.authoring.standing import visible_to
from app.catalog import queries as catalog
from app.catalog.library import libraries
from app.catalog.service import check_course
from app.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource, LessonSource, ModuleSource
    from app.catalog.sources.faults import Fault
    from app.identity.person import Person

TEXT_FILES: Final = (".toml", ".md", ".po")

LATEST: Final = 5
"""Lines of the history beside the outline of a draft; the rest are on a page of their own."""

_LOOKED_AT: Final = 20
"""Changes that may become those lines: saves of one block in a row are one."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list. ``title`` is its own, or the slug where none can be read."""

    id: uuid.UUID
    slug: str
    title: str
    number: int
    state: DraftState
    changed_on: "date"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault; ``line`` is that of the slice it is in, None where no page shows the file."""

    fault: "Fault"
    line: int | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft: its outline, what is still to be mended, and what was done last.

    ``newer`` is the number of a version that was published meanwhile, if one was.
    """

    row: DraftRow
    modules: "tuple[ModuleSource, ...]"
    banks: "tuple[LessonSource, ...]"
    others: tuple[str, ...]
    faults: tuple[FaultRow, ...]
    latest: HistoryPage
    newer: int | None

    def places_for(self, module: "ModuleSource") -> list[tuple[str, str]]:
        """Return the modules that a lesson of this one can go to: path and title."""
        others = (one for one in self.modules if one.path != module.path)
        return [(one.path, one.title.plain or one.path) for one in others]


def drafts(session: "Session", who: "Person") -> list[DraftRow]:
    """Return the drafts that somebody may see, the last changed first; two queries at most."""
    found = list(
        session.scalars(
            sa.select(Draft).where(visible_to(who)).order_by(Draft.changed_at.desc(), Draft.id)
        )
    )
    return _rows(session, found)


def courses_to_mend(session: "Session", who: "Person") -> "list[catalog.CourseCard]":
    """Return the published courses of which somebody may begin a draft; three queries at most."""
    if not policy.may_author(who):
        return []
    places = libraries(session)
    found = catalog.published_courses(session)
    return [one for one in found if policy.may_mend(who, places.get(one.slug))]


def draft_page(session: "Session", draft_id: uuid.UUID) -> DraftPage:
    """Return all about a draft; six queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    source = queries.source_of(session, draft)
    shown = {lesson.path for lesson in source.with_blocks}
    others = (path for path, _ in source.files if path.endswith(TEXT_FILES) and path not in shown)
    faults = dict.fromkeys((*queries.kept_faults(draft), *check_course(source)))
    latest = history(session, draft, most=_LOOKED_AT, files=dict(source.files))
    is_open = draft.state is not DraftState.PUBLISHED
    newer = queries.newer_version(session, draft) if is_open else None
    return DraftPage(
        row=_row(draft, source.title.plain),
        modules=source.modules,
        banks=source.banks,
        others=tuple(others),
        faults=_placed(source, faults),
        latest=replace(latest, changes=latest.changes[:LATEST]),
        newer=newer.number if newer else None,
    )


def history_page(
    session: "Session", draft_id: uuid.UUID, *, before: int | None
) -> tuple[DraftRow, HistoryPage]:
    """Return a draft and some of its changes; five queries at most.

    Args:
        session: Open for reading.
        draft_id: The draft.
        before: The number that the newest of them comes before; None for the very newest.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = queries.draft(session, draft_id)
    return row_of(session, draft), history(session, draft, before=before)


def row_of(session: "Session", draft: Draft, title: str = "") -> DraftRow:
    """Return a draft as lists show it; one query, or none when its title is known."""
    return _row(draft, title) if title else _rows(session, [draft])[0]


def _rows(session: "Session", found: "Iterable[Draft]") -> list[DraftRow]:
    drafts = list(found)
    titles = queries.titles(session, (draft.id for draft in drafts))
    return [_row(draft, titles.get(draft.id, "")) for draft in drafts]


def _row(draft: Draft, title: str) -> DraftRow:
    changed_on = day_of(draft.changed_at)
    return DraftRow(
        draft.id, draft.slug, title or draft.slug, draft.number, draft.state, changed_on
    )


def parts(source: "CourseSource", path: str) -> tuple[tuple[str, int, rules.Span], ...]:
    """Return (kind, line, span) of the parts of a file; none of one that no page shows."""
    data = dict(source.files).get(path)
    if data is None or not path.endswith(TEXT_FILES):
        return ()
    lesson = next((one for one in source.with_blocks if one.path == path), None)
    if lesson is None:
        return (("file", 1, rules.Span(0, len(data))),)
    return tuple(
        (block.kind, block.line, rules.Span(block.start, block.end))
        for block in (lesson.front, *lesson.blocks)
        if block.end > block.start
    )


def _placed(source: "CourseSource", faults: "Iterable[Fault]") -> tuple[FaultRow, ...]:
    """Put each fault to the part of its file that it is in."""
    found, lines = list(faults), dict[str, list[int]]()
    for path in {fault.path for fault in found}:
        lines[path] = [line for _kind, line, _span in parts(source, path)]
    return tuple(
        FaultRow(
            fault,
            max((line for line in lines[fault.path] if line <= fault.line), default=1)
            if lines[fault.path]
            else None,
        )
        for fault in found
    )
