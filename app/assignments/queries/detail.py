"""One assignment: its figures by section, the people behind each, and what was done with it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.assignments import policy
from app.assignments.models import Assignee, Assignment, AssignmentAct, What
from app.assignments.queries.listing import whom_in_words
from app.assignments.rules import OPEN, Exemption, State
from app.identity.models import User
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.assignments.policy import Scope

PAGE = 50
ACTS = 60
"""So many acts are shown, the newest first."""

OVERDUE = "overdue"
"""Beside the states: open, and the due day is past."""


@dataclass(frozen=True, slots=True)
class Counts:
    """People by state."""

    by_state: Mapping[State, int]

    def __getitem__(self, state: State | str) -> int:
        """Return how many are in a state."""
        return self.by_state.get(State(state), 0)

    @property
    def people(self) -> int:
        """How many have to do it."""
        return sum(self.by_state.values()) - self[State.EXEMPT]

    @property
    def all(self) -> int:
        """How many are in it, exempt ones included."""
        return sum(self.by_state.values())

    @property
    def still_open(self) -> int:
        """How many have not finished."""
        return sum(self[state] for state in OPEN)


@dataclass(frozen=True, slots=True)
class Section:
    """A department with everything below it."""

    department: staff.Department
    counts: Counts


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in an assignment; ``day`` is that of the state."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    place: str
    title: str
    state: State
    day: "date"
    exemption: Exemption | None
    reason: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done; ``by`` is empty for the worker and for whoever is erased."""

    what: What
    on_day: "date"
    people: int
    reason: str
    due_before: "date | None"
    due_after: "date | None"
    by: str


@dataclass(frozen=True, slots=True)
class Detail:
    """An assignment and its figures, for one scope.

    Attributes:
        row: The assignment.
        whom: To whom, in words; empty for a list of people.
        sections: Departments that have somebody in it, in 建制順.
        total: Of all departments of the scope.
        gone: In it, and without a post at the city today: not counted.
        acts: What was done, the newest first.
        may_change: Whether it may be changed, or only looked at.
        today: The day of the figures.
    """

    row: Assignment
    whom: str
    sections: tuple[Section, ...]
    total: Counts
    gone: int
    acts: tuple[Act, ...]
    may_change: bool
    today: "date"

    @property
    def is_over(self) -> bool:
        """Whether the due day is past."""
        return self.row.due_on < self.today


def detail(
    session: "Session",
    tree: staff.Departments,
    assignment_id: uuid.UUID,
    *,
    scope: "Scope",
    today: "date",
) -> Detail:
    """Return an assignment with its figures; three queries, whatever its size.

    Raises:
        NoResultFound: There is none, or it concerns nobody within ``scope``.
    """
    row = session.get_one(Assignment, assignment_id)
    own, gone = _counts(session, assignment_id, scope=scope, today=today)
    if scope is not None and not own and not policy.is_theirs(row, scope):
        raise NoResultFound
    return Detail(
        row=row,
        whom=whom_in_words(row, tree),
        sections=_sections(tree, own),
        total=_together(own.values()),
        gone=gone if scope is None else 0,
        acts=_acts(session, assignment_id),
        may_change=policy.is_theirs(row, scope),
        today=today,
    )


def people_of(
    session: "Session",
    tree: staff.Departments,
    row: Assignment,
    *,
    scope: "Scope",
    today: "date",
    department_id: uuid.UUID | None = None,
    state: str = "",
    limit: int | None = PAGE,
    offset: int = 0,
) -> list[Person]:
    """Return people of an assignment in 建制順, then by reading; one query.

    Args:
        session: A session.
        tree: The city's departments.
        row: The assignment.
        scope: Only people of these departments; None for all.
        today: Who has no post at the city on this day is left out.
        department_id: Only this department and what is below it.
        state: A ``State``, or ``OVERDUE``; empty for all.
        limit: So many; None for all.
        offset: Behind so many.
    """
    home = staff.homes(today)
    query = _people(home).where(Assignee.assignment_id == row.id)
    if scope is not None:
        query = query.where(home.c.organization_id.in_(scope))
    if department_id is not None:
        query = query.where(home.c.organization_id.in_(tree.below(department_id)))
    if state == OVERDUE:
        query = query.where(Assignee.state.in_(OPEN), sa.literal(row.due_on < today))
    elif state:
        query = query.where(Assignee.state == State(state))
    rank = {one.id: place for place, one in enumerate(tree.ordered)}
    order = sa.case(rank, value=home.c.organization_id), User.name_order, User.id
    found = session.execute(query.order_by(*order).limit(limit).offset(offset))
    return [_person(tree, *one) for one in found]


def one_assignee(
    session: "Session",
    tree: staff.Departments,
    assignment_id: uuid.UUID,
    assignee_id: uuid.UUID,
    *,
    scope: "Scope",
    today: "date",
) -> tuple[Assignment, Person]:
    """Return somebody in an assignment.

    Raises:
        NoResultFound: There is nobody such, or they are beyond ``scope``.
    """
    home = staff.homes(today)
    query = (
        _people(home)
        .add_columns(Assignment)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .where(Assignee.id == assignee_id, Assignee.assignment_id == assignment_id)
    )
    if scope is not None:
        query = query.where(home.c.organization_id.in_(scope))
    *person, row = session.execute(query).one()
    return row, _person(tree, *person)


def _people(home: sa.Subquery) -> "sa.Select[Any]":
    return (
        sa.select(Assignee, User.name_order, User, home.c.organization_id, home.c.title)
        .join(User, User.id == Assignee.person_id)
        .join(home, home.c.user_id == Assignee.person_id)
    )


def _person(
    tree: staff.Departments,
    one: Assignee,
    _order: str,
    user: User,
    organization_id: uuid.UUID,
    title: str,
) -> Person:
    place = tree.find(organization_id)
    return Person(
        id=one.id,
        person_id=user.id,
        name=user.name,
        place=place.path if place else "",
        title=title,
        state=one.state,
        day=one.state_on,
        exemption=one.exemption,
        reason=one.reason,
    )


def _counts(
    session: "Session", assignment_id: uuid.UUID, *, scope: "Scope", today: "date"
) -> tuple[dict[uuid.UUID, Counts], int]:
    """Return people by their own department, and how many have none today."""
    home = staff.homes(today)
    query = (
        sa.select(home.c.organization_id, Assignee.state, sa.func.count())
        .select_from(Assignee)
        .outerjoin(home, home.c.user_id == Assignee.person_id)
        .where(Assignee.assignment_id == assignment_id)
        .group_by(home.c.organization_id, Assignee.state)
    )
    found: dict[uuid.UUID, dict[State, int]] = {}
    gone = 0
    for place, state, count in session.execute(query):
        if place is None:
            gone += count
        elif scope is None or place in scope:
            found.setdefault(place, {})[state] = count
    return {place: Counts(counts) for place, counts in found.items()}, gone


def _sections(tree: staff.Departments, own: Mapping[uuid.UUID, Counts]) -> tuple[Section, ...]:
    by_state = {
        state: tree.roll_up({place: counts[state] for place, counts in own.items()})
        for state in State
    }
    found = (
        Section(one, Counts({state: totals[one.id] for state, totals in by_state.items()}))
        for one in tree.ordered
    )
    return tuple(one for one in found if one.counts.all and one.department.depth)


def _together(counts: "Iterable[Counts]") -> Counts:
    rows = list(counts)
    return Counts({state: sum(one[state] for one in rows) for state in State})


def _acts(session: "Session", assignment_id: uuid.UUID) -> tuple[Act, ...]:
    rows = session.execute(
        sa.select(AssignmentAct, User)
        .outerjoin(User, User.id == AssignmentAct.by_id)
        .where(AssignmentAct.assignment_id == assignment_id)
        .order_by(AssignmentAct.at.desc(), AssignmentAct.id)
        .limit(ACTS)
    )
    return tuple(
        Act(
            what=one.what,
            on_day=one.on_day,
            people=one.people,
            reason=one.reason,
            due_before=one.due_before,
            due_after=one.due_after,
            by=user.name if user else "",
        )
        for one, user in rows
    )
