"""What the pages of the editorial office show, as values."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.authoring import anchors
from app.authoring import queries as authoring
from app.authoring.errors import NoSuchSlice
from app.authoring.models import Draft, DraftState
from app.authoring.rules import Span, text_of
from app.catalog import history
from app.catalog import queries as catalog
from app.catalog.sources.read import read
from app.editorial import queries, rules
from app.learning import queries as learning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.catalog.history import VersionRow
    from app.catalog.queries import CourseCard, CourseVersionView
    from app.catalog.sources.course import CourseSource, LessonSource
    from app.editorial.models import Release
    from app.editorial.queries import MemberRow, StepRow, ThreadRow

MOST_VERSIONS = 5
"""Versions with learners under way that the page of a release compares, the latest ones."""


@dataclass(frozen=True, slots=True)
class Head:
    """A draft, as the head of each page names it."""

    id: uuid.UUID
    slug: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread with its text now.

    Attributes:
        said: What was said, of what it was.
        path: The file in which that stands; where it is gone, the one in which it was.
        now: The text there now; empty when it was removed.
        line: The line on which that stands, from 1; None when its file is gone.
    """

    said: "ThreadRow"
    path: str
    now: str
    line: int | None

    @property
    def has_changed(self) -> bool:
        """Whether the text is another one than that which was commented on."""
        return self.now != (self.said.then or "")


@dataclass(frozen=True, slots=True)
class FileThreads:
    """A file of a draft in the list, with the threads about it; ``title`` is a lesson's."""

    path: str
    title: str
    threads: tuple[Thread, ...]

    @property
    def open_count(self) -> int:
        """How many threads are not settled."""
        return sum(one.said.is_open for one in self.threads)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The review of a draft: its steps, the latest first, and its files with their threads."""

    head: Head
    steps: "tuple[StepRow, ...]"
    files: tuple[FileThreads, ...]

    @property
    def open_count(self) -> int:
        """How many threads are not settled."""
        return sum(one.open_count for one in self.files)


@dataclass(frozen=True, slots=True)
class ReviewedBlock:
    """A block of a file, with the threads that lie in it; None for what is no text."""

    kind: str
    line: int
    span: Span
    text: str | None
    threads: tuple[Thread, ...]

    @property
    def open_count(self) -> int:
        """How many threads are not settled."""
        return sum(one.said.is_open for one in self.threads)


@dataclass(frozen=True, slots=True)
class ReviewedFile:
    """A file of a draft, block by block; ``astray`` are threads whose block is gone."""

    head: Head
    path: str
    title: str
    blocks: tuple[ReviewedBlock, ...]
    astray: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Who takes part in a draft."""

    head: Head
    members: "tuple[MemberRow, ...]"


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Learners under way in a version, and what they would take along into the draft's."""

    version: "CourseVersionView"
    count: int
    carried: rules.CarryOver


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """What is settled before a draft is published.

    ``asked`` is what was settled when it was asked for last, ``proposed`` what the changes let
    propose; ``more_under_way`` are learners in versions before those compared; ``newer`` is the
    number of a version that was published meanwhile, and holds the publication back.
    """

    head: Head
    source: "CourseSource"
    asked: "Release | None"
    proposed: rules.Notes
    under_way: tuple[UnderWay, ...]
    more_under_way: int
    newer: int | None


@dataclass(frozen=True, slots=True)
class CourseDesk:
    """A published course at the workshop: its versions, who learns, whether it is on offer."""

    card: "CourseCard"
    versions: "tuple[VersionRow, ...]"
    reasons: "Mapping[uuid.UUID, str]"
    under_way: "Mapping[uuid.UUID, int]"


def review_page(session: "Session", draft_id: uuid.UUID) -> ReviewPage:
    """Return the review of a draft; six queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = authoring.draft(session, draft_id)
    source = authoring.source_of(session, draft)
    by_path = defaultdict(list)
    for one in _threads(session, draft, source, queries.threads(session, draft_id)):
        by_path[one.path].append(one)
    titles = _titles(source)
    paths = dict.fromkeys((*titles, *by_path))
    return ReviewPage(
        head=_head(session, draft),
        steps=tuple(queries.steps(session, draft_id)),
        files=tuple(
            FileThreads(path, titles.get(path, path), tuple(by_path[path])) for path in paths
        ),
    )


def reviewed_file(session: "Session", draft_id: uuid.UUID, path: str) -> ReviewedFile:
    """Return a file block by block, with what was said of it; five queries at most.

    Raises:
        NoResultFound: There is no such draft.
        NoSuchSlice: It has no such file, or none that consists of text.
    """
    draft = authoring.draft(session, draft_id)
    source = authoring.source_of(session, draft)
    titles, data = _titles(source), dict(source.files).get(path)
    if data is None or path not in titles:
        raise NoSuchSlice(path)
    said = _threads(session, draft, source, queries.threads(session, draft_id))
    left = [one for one in said if one.path == path]
    blocks = []
    for kind, line, span in _parts(source, path, data):
        here = [one for one in left if one.line is not None and _is_in(one, line, span, data)]
        left = [one for one in left if one not in here]
        blocks.append(ReviewedBlock(kind, line, span, text_of(span.of(data)), tuple(here)))
    return ReviewedFile(
        _head(session, draft), path, titles[path], tuple(blocks), astray=tuple(left)
    )


def members_page(session: "Session", draft_id: uuid.UUID) -> MembersPage:
    """Return who takes part in a draft; three queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = authoring.draft(session, draft_id)
    return MembersPage(_head(session, draft), tuple(queries.members(session, draft_id)))


def release_page(session: "Session", draft_id: uuid.UUID) -> ReleasePage:
    """Return what is to be settled before a draft is published; seven queries at most.

    Raises:
        NoResultFound: There is no such draft.
    """
    draft = authoring.draft(session, draft_id)
    source = authoring.source_of(session, draft)
    newer = authoring.newer_version(session, draft)
    counts = learning.under_way(session, draft.slug)
    versions = catalog.versions(session, {*counts, *_ids(draft)})
    newest = sorted((versions[one] for one in counts), key=lambda one: one.number, reverse=True)
    shown = newest[:MOST_VERSIONS]
    files = queries.files_of_versions(session, {*(one.id for one in shown), *_ids(draft)})
    contents = rules.contents(source)
    before = {} if draft.base_version_id is None else files[draft.base_version_id]
    carried = rules.carry_over(rules.contents(read(draft.slug, before)), contents)
    return ReleasePage(
        head=_head(session, draft),
        source=source,
        asked=queries.release_of(session, draft_id),
        proposed=rules.proposed_notes(
            carried, _differing(before, dict(source.files)), is_first=not before
        ),
        under_way=tuple(
            UnderWay(
                one,
                counts[one.id],
                rules.carry_over(rules.contents(read(draft.slug, files[one.id])), contents),
            )
            for one in shown
        ),
        more_under_way=sum(counts[one.id] for one in newest[MOST_VERSIONS:]),
        newer=newer.number if newer and draft.state is not DraftState.PUBLISHED else None,
    )


def course_desk(session: "Session", slug: str) -> CourseDesk:
    """Return a published course as the workshop sees it; five queries at most.

    Raises:
        NotInCatalog: No such course.
    """
    card = catalog.course_by_slug(session, slug)
    versions = tuple(history.versions_of(session, slug))
    return CourseDesk(
        card=card,
        versions=versions,
        reasons=queries.reasons(session, [one.id for one in versions]),
        under_way=learning.under_way(session, slug),
    )


def _ids(draft: Draft) -> tuple[uuid.UUID, ...]:
    return () if draft.base_version_id is None else (draft.base_version_id,)


def _head(session: "Session", draft: Draft) -> Head:
    title = authoring.titles(session, [draft.id]).get(draft.id, draft.slug)
    return Head(draft.id, draft.slug, title, draft.number)


def _titles(source: "CourseSource") -> dict[str, str]:
    """Return the files that are read in a review, by path, with what a list calls them."""
    lessons = {one.path: one.title.plain or one.path for one in source.with_blocks}
    others = (path for path, _ in source.files if path.endswith((".toml", ".md")))
    return {**lessons, **{path: path for path in others if path not in lessons}}


def _parts(source: "CourseSource", path: str, data: bytes) -> "list[tuple[str, int, Span]]":
    lesson: LessonSource | None = next(
        (one for one in source.with_blocks if one.path == path), None
    )
    if lesson is None:
        return [("file", 1, Span(0, len(data)))]
    return [
        (one.kind, one.line, Span(one.start, one.end))
        for one in (lesson.front, *lesson.blocks)
        if one.end > one.start
    ]


def _threads(
    session: "Session", draft: Draft, source: "CourseSource", said: "Sequence[ThreadRow]"
) -> list[Thread]:
    files = dict(source.files)
    found = anchors.find(session, draft.id, [one.anchor for one in said], files)
    return [
        Thread(
            one,
            now.path,
            now.text,
            None if now.span is None else files[now.path].count(b"\n", 0, now.span.start) + 1,
        )
        for one, now in zip(said, found, strict=True)
    ]


def _is_in(thread: Thread, line: int, span: Span, data: bytes) -> bool:
    """Whether a thread begins in a block."""
    lines = data.count(b"\n", span.start, span.end)
    return thread.line is not None and line <= thread.line < line + max(1, lines)


def _differing(before: "Mapping[str, bytes]", now: "Mapping[str, bytes]") -> list[str]:
    return [path for path in sorted({*before, *now}) if before.get(path) != now.get(path)]
