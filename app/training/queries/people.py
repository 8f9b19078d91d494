"""Whom the rows of a list may mean: by number, login or mail address; never by name."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import queries as identity
from app.identity.models import Organization, Post, User
from app.personnel.models import Employee
from app.personnel.rules import number_key, number_of
from app.talent import grounds
from app.talent.queries import staff
from app.training.plan import People, Somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_AT_ONCE = 2_000


def people_named(
    session: "Session", numbers: Collection[str], logins: Collection[str], *, today: date
) -> People:
    """Return whom numbers and logins lead to, as they were typed.

    Excel takes zeros off the front of a number: where only one person's number is the same
    without them, it is theirs. Who never worked for the city is not found by a login either.

    Args:
        session: The unit of work.
        numbers: As the list writes them.
        logins: Login ids and mail addresses.
        today: The day on which somebody is staff or not.
    """
    by_number = _by_number(session, numbers)
    by_login: dict[str, uuid.UUID] = {}
    for some in _chunks(logins):
        by_login.update(identity.ids_by_login(session, some))
    ids = {*by_number.values(), *by_login.values()}
    at_work = grounds.staff_among(session, ids, today=today)
    worked = {*by_number.values(), *_once_here(session, ids - at_work)}
    known = _somebody(session, at_work | (ids & worked), at_work)
    return People(
        {one: known[id_] for one, id_ in by_number.items() if id_ in known},
        {one: known[id_] for one, id_ in by_login.items() if id_ in known},
    )


def _by_number(session: "Session", numbers: Collection[str]) -> dict[str, uuid.UUID]:
    if not numbers:
        return {}
    exact: dict[str, uuid.UUID] = {}
    bare: dict[str, list[uuid.UUID]] = defaultdict(list)
    for user_id, number in session.execute(sa.select(Employee.user_id, Employee.number)):
        exact[number] = user_id
        bare[number_key(number)].append(user_id)
    found = {}
    for typed in numbers:
        alike = bare.get(number_key(typed), [])
        whose = exact.get(number_of(typed)) or (alike[0] if len(alike) == 1 else None)
        if whose is not None:
            found[typed] = whose
    return found


def _once_here(session: "Session", ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return who of these holds a number, or held a post of the city."""
    found: set[uuid.UUID] = set()
    for some in _chunks(ids):
        held = (
            sa.select(Post.user_id)
            .join(Organization, Organization.id == Post.organization_id)
            .where(
                Post.user_id.in_(some),
                Organization.kind.in_(staff.CITY_KINDS),
                Post.role.not_in(staff.OUTSIDERS),
            )
        )
        numbered = sa.select(Employee.user_id).where(Employee.user_id.in_(some))
        found.update(session.scalars(sa.union(held, numbered)))
    return found


def _somebody(
    session: "Session", ids: Collection[uuid.UUID], at_work: set[uuid.UUID]
) -> dict[uuid.UUID, Somebody]:
    found = {}
    for some in _chunks(ids):
        rows = session.execute(
            sa.select(User.id, User.family_name, User.given_name).where(
                User.id.in_(some), User.grade.is_(None), User.merged_into_id.is_(None)
            )
        )
        for user_id, family, given in rows:
            found[user_id] = Somebody(user_id, f"{family} {given}".strip(), user_id in at_work)
    return found


def _chunks(ids: Iterable["uuid.UUID | str"]) -> Iterator[list]:  # type: ignore[type-arg]
    wanted = list(ids)
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
