"""The roles that the city seeks: what the public reads of them, and what HR has published."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.catalog import queries as catalog
from app.catalog.edition import Audience
from app.frameworks import queries as frameworks
from app.staffing import rules
from app.staffing.models import SoughtRole
from app.workforce.queries import NextStep, Profile, next_steps, profiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework
    from app.workforce.queries.profiles import Wanted


@dataclass(frozen=True, slots=True)
class Sought:
    """A role that is sought, with its profile as it holds on the day of asking."""

    row: SoughtRole
    profile: Profile

    def is_shown(self, on: date) -> bool:
        """Whether the public reads of it on a day."""
        row = self.row
        begun = rules.is_shown(row.starts_on, row.until, row.withdrawn_on, on)
        return begun and self.profile.holds(on)


@dataclass(frozen=True, slots=True)
class Part:
    """What a role asks for of one framework."""

    framework: "Framework"
    wanted: "tuple[Wanted, ...]"


@dataclass(frozen=True, slots=True)
class PublicRole:
    """A role as the public reads it: what is asked for, and which public courses lead there."""

    sought: Sought
    parts: tuple[Part, ...]
    steps: tuple[NextStep, ...]


def sought_roles(session: "Session", *, on: date) -> tuple[Sought, ...]:
    """Return everything that was published, the newest first; two queries."""
    known = {one.id: one for one in profiles(session, on=on)}
    rows = session.scalars(sa.select(SoughtRole).order_by(SoughtRole.created_at.desc()))
    return tuple(Sought(row, known[row.profile_id]) for row in rows)


def shown_roles(session: "Session", *, on: date) -> tuple[Sought, ...]:
    """Return what the public reads of, by name; two queries."""
    found = (one for one in sought_roles(session, on=on) if one.is_shown(on))
    return tuple(sorted(found, key=lambda one: one.profile.name))


def public_role(session: "Session", role_id: uuid.UUID, *, on: date) -> PublicRole:
    """Return one role as the public reads it; four queries.

    Raises:
        NoResultFound: There is none, or the public does not read of it today.
    """
    found = next((one for one in shown_roles(session, on=on) if one.row.id == role_id), None)
    if found is None:
        raise NoResultFound
    offered = catalog.courses_for(session, Audience.CITIZEN)
    return PublicRole(
        found, parts_of(found.profile.wanted), next_steps(offered, found.profile.needs, {})
    )


def parts_of(wanted: "Iterable[Wanted]") -> tuple[Part, ...]:
    """Return what is wanted by framework, in the order in which it was picked."""
    found: dict[str, list[Wanted]] = {}
    for one in wanted:
        found.setdefault(one.item.framework, []).append(one)
    return tuple(Part(frameworks.framework(ref), tuple(each)) for ref, each in found.items())
