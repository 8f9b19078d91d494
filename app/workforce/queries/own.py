"""What is asked of one person, and what is still missing."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.talent.queries import staff
from app.workforce.queries.courses import NextStep, courses, next_steps
from app.workforce.queries.gaps import levels_of
from app.workforce.queries.profiles import profiles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.queries.staff import StaffMember
    from app.workforce.queries.profiles import Profile, Wanted


@dataclass(frozen=True, slots=True)
class Line:
    """An item, where the person stands, and what is needed. ``level`` 0 is nothing yet."""

    wanted: "Wanted"
    level: int

    @property
    def missing(self) -> int:
        """How many levels are missing."""
        return max(self.wanted.level - self.level, 0)


@dataclass(frozen=True, slots=True)
class RoleGap:
    """What a profile asks of the person."""

    profile: "Profile"
    lines: tuple[Line, ...]
    steps: tuple[NextStep, ...]

    @property
    def met(self) -> int:
        """How many items are met."""
        return sum(not one.missing for one in self.lines)

    @property
    def lacking(self) -> tuple[Line, ...]:
        """The items that are not met."""
        return tuple(one for one in self.lines if one.missing)


@dataclass(frozen=True, slots=True)
class PersonGaps:
    """Everything that is asked of one member of staff."""

    person: "StaffMember"
    roles: tuple[RoleGap, ...]
    on: date


def person_gaps(
    session: "Session",
    person_id: uuid.UUID,
    *,
    today: date,
    tree: staff.Departments | None = None,
) -> PersonGaps | None:
    """Return what is asked of a member of staff; None for others. ``tree`` saves a query."""
    tree = tree or staff.departments(session)
    person = staff.staff_member(session, tree, person_id, today=today)
    if person is None:
        return None
    levels = levels_of(session, [person_id], on=today, today=today).get(person_id, {})
    places = above(tree, person.department_id)
    meant = [
        one
        for one in profiles(session, on=today, person_id=person_id)
        if one.holds(today) and (one.is_named or one.membership.fits(places, person.title, levels))
    ]
    offered = courses(session) if meant else []
    return PersonGaps(
        person=person,
        roles=tuple(
            RoleGap(
                profile,
                tuple(Line(one, levels.get(one.item.ref, 0)) for one in profile.wanted),
                next_steps(offered, profile.needs, levels),
            )
            for profile in meant
        ),
        on=today,
    )


def above(tree: staff.Departments, department_id: uuid.UUID) -> set[uuid.UUID]:
    """Return a department and all that it is a part of."""
    found: set[uuid.UUID] = set()
    one = tree.find(department_id)
    while one is not None:
        found.add(one.id)
        one = tree.find(one.parent_id)
    return found
