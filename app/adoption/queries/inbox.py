"""What waits for a department, the most pressing first; and all of its proposals."""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import rules
from app.adoption.models import Adoption
from app.adoption.queries.cases import in_places
from app.adoption.rules import (
    OPEN_STATES,
    SUBMITTED_STATES,
    AdoptionState,
    Answer,
    Cue,
)
from app.identity.models import Organization, User
from app.projects.models import BudgetDate, Project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Departments

PAGE = 50
REQUEST = "request"
"""The step of the budget's calendar at which departments ask for money."""
_RANK = {one: place for place, one in enumerate(Cue)}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which proposals are looked at.

    Attributes:
        show: ``waiting`` for what waits, ``all``, or a state.
        department_id: It and what is below it; None for all that may be read.
        year: The fiscal year of the handing-in; None for all.
        page: From 1; what waits is on one page.
    """

    show: str = "waiting"
    department_id: uuid.UUID | None = None
    year: int | None = None
    page: int = 1

    @property
    def is_waiting(self) -> bool:
        """Whether only what waits is looked at."""
        return self.show == "waiting"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One proposal in a list.

    Attributes:
        row: It.
        project: The project's title.
        place: The department's path.
        owner: Who answers for it; empty for nobody.
        cue: Why it waits; None where it does not.
        days: How many days late it is.
    """

    row: Adoption
    project: str
    place: str
    owner: str
    cue: Cue | None
    days: int

    @property
    def day(self) -> "date | None":
        """The day that counts: of the answer, or of the next news."""
        return self.row.next_on if self.row.is_settled else self.row.due_on


@dataclass(frozen=True, slots=True)
class Inbox:
    """The list, and how many wait for which reason (of what is listed, where all of it is).

    ``request_on`` is the next day on which departments ask for money.
    """

    rows: tuple[InboxRow, ...]
    counts: "Mapping[Cue, int]"
    count: int
    pages: int
    request_on: "date | None"


def inbox(
    session: "Session",
    tree: "Departments",
    asked: Asked,
    *,
    places: frozenset[uuid.UUID] | None,
    reader_id: uuid.UUID,
    today: "date",
) -> Inbox:
    """Return a department's proposals; two queries, three for lists that have pages."""
    request_on = session.scalar(
        sa.select(sa.func.min(BudgetDate.on_day)).where(
            BudgetDate.step == REQUEST, BudgetDate.on_day >= today
        )
    )
    where = [in_places(places, reader_id), *_filters(tree, asked, today)]
    found = (
        sa.select(Adoption, Project.title, User)
        .join(Project, Project.id == Adoption.project_id)
        .outerjoin(User, User.id == Adoption.owner_id)
        .where(*where)
    )
    if asked.is_waiting:
        rows = _built(session, tree, found, today, request_on)
        kept = sorted((one for one in rows if one.cue is not None), key=_pressing)
        counts = Counter(one.cue for one in kept if one.cue is not None)
        return Inbox(tuple(kept), counts, len(kept), 1, request_on)
    count = session.scalar(sa.select(sa.func.count(Adoption.id)).where(*where)) or 0
    pages = max(1, -(-count // PAGE))
    number = min(max(asked.page, 1), pages)
    found = found.order_by(Adoption.submitted_on.desc(), Adoption.id)
    listed = _built(
        session, tree, found.limit(PAGE).offset((number - 1) * PAGE), today, request_on
    )
    return Inbox(tuple(listed), {}, count, pages, request_on)


def home_cues(
    person_id: uuid.UUID, headed: frozenset[uuid.UUID], *, today: "date"
) -> "tuple[sa.ScalarSelect[int], sa.ScalarSelect[int]]":
    """Return two counts for somebody's home, as parts of one query: overdue answers, new ones.

    Args:
        person_id: Who; what they answer for is theirs.
        headed: The departments that they head; those below belong to them.
        today: The day.
    """
    below = sa.select(Organization.id).where(Organization.id.in_(headed)).cte(recursive=True)
    below = below.union(sa.select(Organization.id).where(Organization.parent_id == below.c.id))
    theirs: sa.ColumnElement[bool] = Adoption.owner_id == person_id
    if headed:
        theirs = sa.or_(theirs, Adoption.organization_id.in_(sa.select(below.c.id)))
    late = sa.select(sa.func.count()).where(theirs, _waits_for_answer(), Adoption.due_on < today)
    new = sa.select(sa.func.count()).where(theirs, Adoption.state == AdoptionState.SUBMITTED)
    return late.select_from(Adoption).scalar_subquery(), new.select_from(
        Adoption
    ).scalar_subquery()


def _waits_for_answer() -> sa.ColumnElement[bool]:
    return sa.or_(
        Adoption.state == AdoptionState.UNDER_REVIEW,
        sa.and_(Adoption.state == AdoptionState.ANSWERED, Adoption.answer == Answer.LATER),
    )


def _filters(tree: "Departments", asked: Asked, today: "date") -> "list[sa.ColumnElement[bool]]":
    where: list[sa.ColumnElement[bool]] = []
    if asked.department_id is not None:
        where.append(Adoption.organization_id.in_(tree.below(asked.department_id)))
    if asked.year is not None:
        where.append(Adoption.year == asked.year)
    if asked.is_waiting:
        is_yes = sa.and_(Adoption.state == AdoptionState.ANSWERED, Adoption.answer == Answer.ADOPT)
        return [
            *where,
            sa.or_(
                Adoption.state.in_(OPEN_STATES),
                _waits_for_answer(),
                sa.and_(Adoption.next_on < today, Adoption.state.in_(SUBMITTED_STATES)),
                is_yes,
            ),
        ]
    states = {one.value: one for one in SUBMITTED_STATES}
    if asked.show in states:
        return [*where, Adoption.state == states[asked.show]]
    return [*where, Adoption.state.in_(SUBMITTED_STATES)]


def _built(
    session: "Session",
    tree: "Departments",
    found: "sa.Select[Adoption, str, User]",
    today: "date",
    request_on: "date | None",
) -> list[InboxRow]:
    paths = {one.id: one.path for one in tree.ordered}
    rows = []
    for row, project, owner in session.execute(found):
        waits = rules.cue(row.standing, today=today, request_on=request_on)
        day = row.next_on if row.is_settled else row.due_on
        is_late = waits in {Cue.OVERDUE, Cue.NEWS_DUE}
        rows.append(
            InboxRow(
                row,
                project,
                paths.get(row.organization_id, ""),
                owner.name if owner is not None else "",
                waits,
                rules.days_over(day, today=today) if is_late else 0,
            )
        )
    return rows


def _pressing(one: InboxRow) -> tuple[int, int, int, str]:
    cue = _RANK[one.cue] if one.cue is not None else len(_RANK)
    day = one.day or one.row.submitted_on
    return (cue, -one.days, day.toordinal() if day else 0, str(one.row.id))
