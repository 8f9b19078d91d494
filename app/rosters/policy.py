"""Who may import and export rosters, and for which places."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import Role
from app.identity.policy import Reach, can_invite
from app.personnel.policy import CITY_KINDS, can_keep_register

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.identity.person import Person
    from app.identity.queries import OrganizationNode


def can_import(reach: Reach, organization_id: uuid.UUID) -> bool:
    """Say whether somebody with ``reach`` may import for a place: whoever may invite there."""
    return can_invite(reach, organization_id)


def brings_staff_alone(who: "Person") -> bool:
    """Whether somebody comes here as HR: for the city's staff, and for nothing else."""
    return not who.has_role(Role.ADMINISTRATOR) and can_keep_register(who)


def staff_reach(tree: "Iterable[OrganizationNode]") -> Reach:
    """Return what HR reaches: the city and its departments."""
    return Reach(frozenset(one.id for one in tree if one.kind in CITY_KINDS))


def offered_places(reach: Reach, tree: "Iterable[OrganizationNode]") -> "list[OrganizationNode]":
    """Return the places for which somebody with ``reach`` may import, in 建制順."""
    return [place for place in tree if can_import(reach, place.id)]


def own_place(who: "Person") -> uuid.UUID:
    """Return the place that an administrator most likely means: of their first post as one.

    Raises:
        StopIteration: They administer none; such people have no roster to import.
    """
    return next(one.organization_id for one in who.posts if one.role is Role.ADMINISTRATOR)
