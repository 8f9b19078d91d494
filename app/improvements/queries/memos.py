"""Memos, one by one."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.catalog.models import Course
from app.identity.models import User
from app.improvements.errors import NoSuchMemo
from app.improvements.models import ImprovementMemo
from app.improvements.rules import State
from app.learning.models import Registration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.talent.queries import Scope
    from app.talent.queries.staff import Departments

PAGE = 50


@dataclass(frozen=True, slots=True)
class Finished:
    """A course that somebody finished."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo with the names around it; ``confirmed_by`` is empty while nobody has."""

    row: ImprovementMemo
    name: str
    place: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which memos are looked at: those that counted on a day, of a unit, of a course.

    Attributes:
        on: The day (現在).
        department_id: It and what is below it; None for all that may be read.
        course: Its slug; empty for all.
    """

    on: "date"
    department_id: uuid.UUID | None = None
    course: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Fifty memos, from page 1, the newest first."""

    memos: tuple[Memo, ...]
    count: int
    page: int
    pages: int


def finished_courses(session: "Session", person_id: uuid.UUID) -> list[Finished]:
    """Return the courses for staff that somebody finished and that are offered; two queries."""
    done = set(
        session.scalars(
            sa.select(Course.slug)
            .join(Registration, Registration.course_id == Course.id)
            .where(Registration.learner_id == person_id, Registration.completed_at.is_not(None))
        )
    )
    cards = catalog.courses_for(session, Audience.STAFF) if done else []
    return [Finished(card.slug, card.outline.title.plain) for card in cards if card.slug in done]


def own_memos(session: "Session", person_id: uuid.UUID) -> "Sequence[ImprovementMemo]":
    """Return somebody's own memos, the newest first; one query."""
    return session.scalars(
        sa.select(ImprovementMemo)
        .where(ImprovementMemo.person_id == person_id)
        .order_by(ImprovementMemo.created_at.desc())
    ).all()


def own_memo(
    session: "Session", person_id: uuid.UUID, memo_id: uuid.UUID, *, held: bool = False
) -> ImprovementMemo:
    """Return a memo of somebody's own; ``held`` until the transaction ends, to change it.

    Raises:
        NoSuchMemo: There is none, or it is another person's.
    """
    row = session.get(ImprovementMemo, memo_id, with_for_update=held, populate_existing=held)
    if row is None or row.person_id != person_id:
        raise NoSuchMemo(memo_id)
    return row


def refuse_beyond(session: "Session", memo_id: uuid.UUID, units: frozenset[uuid.UUID]) -> None:
    """Let a memo of these units pass.

    Raises:
        NoSuchMemo: There is none, or not of these units.
    """
    row = session.get(ImprovementMemo, memo_id)
    if row is None or row.organization_id not in units:
        raise NoSuchMemo(memo_id)


def waiting_for(
    session: "Session", tree: "Departments", units: frozenset[uuid.UUID], *, but: uuid.UUID
) -> tuple[Memo, ...]:
    """Return what waits for the chief of some units, the oldest first; one query.

    ``but`` is the chief: their own memos wait for whoever is above.
    """
    if not units:
        return ()
    asked = _named().where(
        ImprovementMemo.state == State.WAITING,
        ImprovementMemo.organization_id.in_(units),
        ImprovementMemo.person_id != but,
    )
    return _built(session, tree, asked.order_by(ImprovementMemo.created_at))


def counted(on: "date") -> sa.ColumnElement[bool]:
    """Return the condition that a memo counted on a day: confirmed, and not taken back."""
    return sa.and_(
        ImprovementMemo.confirmed_on <= on,
        sa.or_(ImprovementMemo.withdrawn_on.is_(None), ImprovementMemo.withdrawn_on > on),
    )


def memos_behind(
    session: "Session",
    tree: "Departments",
    asked: Asked,
    *,
    scope: "Scope",
    page: int | None = 1,
) -> Page:
    """Return the memos behind a sum; two queries. ``page`` None is all of them."""
    where = [counted(asked.on)]
    if scope.department_ids is not None:
        where.append(ImprovementMemo.organization_id.in_(scope.department_ids))
    if asked.department_id is not None:
        where.append(ImprovementMemo.organization_id.in_(tree.below(asked.department_id)))
    if asked.course:
        where.append(ImprovementMemo.course == asked.course)
    count = session.scalar(sa.select(sa.func.count(ImprovementMemo.id)).where(*where)) or 0
    pages = max(1, -(-count // PAGE))
    number = min(max(page or 1, 1), pages)
    found = (
        _named()
        .where(*where)
        .order_by(ImprovementMemo.confirmed_on.desc(), ImprovementMemo.created_at.desc())
    )
    if page is not None:
        found = found.limit(PAGE).offset((number - 1) * PAGE)
    return Page(_built(session, tree, found), count, number, pages)


_CHIEF = aliased(User)


def _named() -> "sa.Select[ImprovementMemo, User, User]":
    return (
        sa.select(ImprovementMemo, User, _CHIEF)
        .join(User, User.id == ImprovementMemo.person_id)
        .outerjoin(_CHIEF, _CHIEF.id == ImprovementMemo.confirmed_by_id)
    )


def _built(
    session: "Session",
    tree: "Departments",
    asked: "sa.Select[ImprovementMemo, User, User]",
) -> tuple[Memo, ...]:
    names = {one.id: one.path for one in tree.ordered}
    return tuple(
        Memo(
            row,
            user.name,
            names.get(row.organization_id, ""),
            chief.name if chief is not None else "",
        )
        for row, user, chief in session.execute(asked)
    )
