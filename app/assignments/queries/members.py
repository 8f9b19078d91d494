"""Who is meant by «this department», «all 課長» or a list of people."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments import policy
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.assignments.policy import Scope
    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class Whom:
    """To whom something is assigned: a department, or people.

    Attributes:
        organization_id: A department with everything below it; None for the people named.
        post_title: Of the department, only those whose post has this title; empty for everybody.
        adds_joiners: Whether those come in as well who join the department later.
        people: The people named, where there is no department.
    """

    organization_id: uuid.UUID | None = None
    post_title: str = ""
    adds_joiners: bool = False
    people: frozenset[uuid.UUID] = frozenset()


def scope_of(tree: staff.Departments, person: "Person") -> "Scope":
    """Return the departments that somebody may assign for; None for the whole city."""
    if policy.assigns_for_city(person):
        return None
    return frozenset(one for unit in policy.managed_by(person) for one in tree.below(unit))


def members(
    session: "Session",
    tree: staff.Departments,
    whom: Whom,
    *,
    scope: "Scope",
    today: "date",
) -> list[uuid.UUID]:
    """Return who is meant: members of the city's staff within ``scope``; one query.

    Whoever is named and is not of the staff, or beyond the scope, is left out.
    """
    home = staff.homes(today)
    found = sa.select(home.c.user_id).order_by(home.c.user_id)
    if whom.organization_id is None:
        found = found.where(home.c.user_id.in_(whom.people))
    else:
        found = found.where(home.c.organization_id.in_(tree.below(whom.organization_id)))
        if whom.post_title:
            found = found.where(home.c.title == whom.post_title)
    return list(session.scalars(within(found, home, scope)))


def within(
    query: "sa.Select[uuid.UUID]", home: sa.Subquery, scope: "Scope"
) -> "sa.Select[uuid.UUID]":
    """Leave of a query over ``homes`` those who are listed within a scope."""
    return query if scope is None else query.where(home.c.organization_id.in_(scope))


def departments_within(tree: staff.Departments, scope: "Scope") -> Sequence[staff.Department]:
    """Return the departments of a scope in 建制順."""
    return tuple(one for one in tree.ordered if scope is None or one.id in scope)
