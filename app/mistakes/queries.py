"""Where a mistake may be, and what readers told."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog import queries as catalog
from app.clock import day_of
from app.identity.models import User
from app.mistakes.models import LessonReport, MistakeKind, ReportState
from app.mistakes.rules import Spot, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from app.catalog.content import Text
    from app.catalog.queries import CourseVersionView

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A spot with what stands there: the title of a lesson, or the text of a block."""

    spot: Spot
    text: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as those see it who mend. ``lesson`` is None for the course as a whole."""

    id: uuid.UUID
    slug: str
    title: "Text"
    version: int
    lesson: "Text | None"
    spot: Spot
    excerpt: str
    kind: MistakeKind
    words: str
    told_by: str
    told_on: "date"
    state: ReportState
    answered_on: "date | None"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Up to ``PAGE_SIZE`` reports, the newest first, and how many are open at all."""

    rows: tuple[ReportRow, ...]
    open: int
    number: int
    has_older: bool


def version_shown(
    session: "Session", slug: str, version_id: uuid.UUID | None
) -> "CourseVersionView":
    """Return the version of a course that a reader has before them; else the current one.

    Raises:
        NotInCatalog: There is no such course.
    """
    found = catalog.versions(session, [version_id]).get(version_id) if version_id else None
    if found is not None and found.slug == slug:
        return found
    return catalog.course_by_slug(session, slug).version


def places(
    session: "Session", version: "CourseVersionView", at: Spot, *, with_text: bool
) -> list[Place]:
    """Return the places that a form offers, the likeliest first.

    Args:
        session: A session.
        version: The course.
        at: Where the reader comes from; what does not exist there is left out.
        with_text: Whether this reader may see the text of lessons.
    """
    heads = version.outline.lessons
    whole = [Place(Spot(head.key), head.title.plain) for head in heads]
    here = [place for place in whole if place.spot.lesson == at.lesson]
    others = [place for place in whole if place.spot.lesson != at.lesson]
    parts = list(_parts(session, version, at)) if here and at.step and with_text else []
    return [*parts, *here, *others, Place(Spot(), version.outline.title.plain)]


def _parts(session: "Session", version: "CourseVersionView", at: Spot) -> "Iterator[Place]":
    content = catalog.lesson(session, version.id, at.lesson or "")
    step = at.step or 0
    if step > len(content.steps):
        return
    screen = content.steps[step - 1]
    yield Place(Spot(at.lesson, step), "")
    for number, block in enumerate(screen.blocks, start=1):
        yield Place(Spot(at.lesson, step, number), excerpt(block.prose.plain))
    for asked in screen.questions:
        yield Place(Spot(at.lesson, step, item=asked.key), excerpt(asked.prompt.plain))


def reports(session: "Session", *, is_open: bool, page: int = 1) -> ReportPage:
    """Return a page of the reports that are open, or that are answered; three queries at most.

    Args:
        session: Any.
        is_open: Which ones.
        page: From 1, with the newest.
    """
    wanted = LessonReport.state == ReportState.OPEN
    found = session.execute(
        sa.select(LessonReport, User.family_name, User.given_name)
        .outerjoin(User, User.id == LessonReport.told_by_id)
        .where(wanted if is_open else ~wanted)
        .order_by(LessonReport.told_at.desc(), LessonReport.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    found, has_older = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    versions = catalog.versions(session, (report.course_version_id for report, *_ in found))
    rows = tuple(
        _row(report, versions[report.course_version_id], f"{family or ''} {given or ''}".strip())
        for report, family, given in found
    )
    return ReportPage(rows, open_count(session), page, has_older)


def open_count(session: "Session") -> int:
    """Return how many reports nobody has answered."""
    return session.scalar(sa.select(open_ones())) or 0


def open_ones() -> sa.ScalarSelect[int]:
    """Return the same as a column, for the home, which asks several packages at once."""
    count = sa.select(sa.func.count()).where(LessonReport.state == ReportState.OPEN)
    return count.scalar_subquery()


def row(session: "Session", report_id: uuid.UUID) -> ReportRow | None:
    """Return one report, or None when it is gone."""
    report = session.get(LessonReport, report_id)
    if report is None:
        return None
    return _row(report, catalog.version(session, report.course_version_id), "")


def _row(report: LessonReport, version: "CourseVersionView", told_by: str) -> ReportRow:
    head = version.outline.lesson_head(report.lesson) if report.lesson else None
    return ReportRow(
        id=report.id,
        slug=version.slug,
        title=version.outline.title,
        version=version.number,
        lesson=None if head is None else head.title,
        spot=report.spot,
        excerpt=report.excerpt,
        kind=report.kind,
        words=report.words,
        told_by=told_by,
        told_on=day_of(report.told_at),
        state=report.state,
        answered_on=None if report.answered_at is None else day_of(report.answered_at),
    )
