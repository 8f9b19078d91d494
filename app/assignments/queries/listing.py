"""The list of assignments, and what can be assigned."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements.models import Achievement
from app.assignments.models import Assignee, Assignment
from app.assignments.rules import OPEN, State
from app.catalog import queries as catalog
from app.credentials.openbadges import AchievementKind
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.assignments.policy import Scope


@dataclass(frozen=True, slots=True)
class Row:
    """An assignment in the list. ``people`` have to do it, ``done`` have; ``exempt`` need not."""

    id: uuid.UUID
    title: str
    purpose: str
    whom: str
    due_on: "date"
    people: int
    done: int
    exempt: int
    withdrawn_on: "date | None"


@dataclass(frozen=True, slots=True)
class Choice:
    """A course or a path that can be assigned. ``key`` is a slug, or the id of a path."""

    key: str
    title: str
    courses: tuple[str, ...]
    is_path: bool


def asked_already(session: "Session", course: str) -> set[uuid.UUID]:
    """Return who has still to do a course that was assigned; two queries at most."""
    rows = session.execute(
        sa.select(Assignment.id, Assignment.courses).where(Assignment.withdrawn_on.is_(None))
    )
    held = [id_ for id_, courses in rows if course in courses]
    asked = sa.select(Assignee.person_id).where(
        Assignee.assignment_id.in_(held), Assignee.state.in_(OPEN)
    )
    return set(session.scalars(asked)) if held else set()


def list_assignments(
    session: "Session", tree: staff.Departments, *, scope: "Scope", today: "date"
) -> list[Row]:
    """Return the assignments that concern somebody within ``scope``, the next due day first.

    Counted are those who have a post at the city today; two queries.
    """
    rows = session.scalars(
        sa.select(Assignment)
        .order_by(Assignment.withdrawn_on.is_not(None), Assignment.due_on, Assignment.created_at)
        .limit(200)
    ).all()
    counts = _counts(session, scope=scope, today=today)
    return [
        _row(row, tree, counts.get(row.id, {}))
        for row in rows
        if scope is None or row.id in counts or row.owner_id in scope
    ]


def whom_in_words(row: Assignment, tree: staff.Departments) -> str:
    """Return to whom something was assigned: the department and the title; empty for a list."""
    place = tree.find(row.organization_id)
    return " ".join(filter(None, (place.path if place else "", row.post_title)))


def choices(session: "Session") -> list[Choice]:
    """Return what can be assigned: courses for staff, the other ones, then paths for staff."""
    cards = sorted(catalog.all_courses(session), key=lambda card: card.outline.audience != "staff")
    paths = session.scalars(
        sa.select(Achievement)
        .where(
            Achievement.kind == AchievementKind.PATH,
            Achievement.audience == "staff",
            Achievement.closed_on.is_(None),
        )
        .order_by(Achievement.name)
    )
    return [
        *(Choice(one.slug, one.outline.title.plain, (one.slug,), is_path=False) for one in cards),
        *(Choice(str(one.id), one.name, tuple(one.courses), is_path=True) for one in paths),
    ]


def post_titles(session: "Session", *, scope: "Scope", today: "date") -> list[str]:
    """Return the titles of posts that the staff within ``scope`` have, by name."""
    home = staff.homes(today)
    found = sa.select(home.c.title).where(home.c.title != "").distinct().order_by(home.c.title)
    if scope is not None:
        found = found.where(home.c.organization_id.in_(scope))
    return list(session.scalars(found))


def _counts(
    session: "Session", *, scope: "Scope", today: "date"
) -> dict[uuid.UUID, dict[State, int]]:
    home = staff.homes(today)
    query = (
        sa.select(Assignee.assignment_id, Assignee.state, sa.func.count())
        .join(home, home.c.user_id == Assignee.person_id)
        .group_by(Assignee.assignment_id, Assignee.state)
    )
    if scope is not None:
        query = query.where(home.c.organization_id.in_(scope))
    found: dict[uuid.UUID, dict[State, int]] = {}
    for assignment_id, state, count in session.execute(query):
        found.setdefault(assignment_id, {})[state] = count
    return found


def _row(row: Assignment, tree: staff.Departments, counts: dict[State, int]) -> Row:
    exempt = counts.get(State.EXEMPT, 0)
    return Row(
        id=row.id,
        title=row.title,
        purpose=row.purpose,
        whom=whom_in_words(row, tree),
        due_on=row.due_on,
        people=sum(counts.values()) - exempt,
        done=counts.get(State.DONE, 0),
        exempt=exempt,
        withdrawn_on=row.withdrawn_on,
    )
