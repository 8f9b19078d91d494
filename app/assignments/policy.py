"""Who may assign, and for whom."""

import uuid
from typing import TYPE_CHECKING, Final

from app.identity.models import Role
from app.talent.policy import CITY_KINDS, can_read_registry

if TYPE_CHECKING:
    from app.assignments.models import Assignment
    from app.identity.person import Person

Scope = frozenset[uuid.UUID] | None
"""The departments that somebody answers for; None is the whole city."""

MANAGING: Final = frozenset(role for role in Role if role.value == "manager")
"""所属長, in installations whose roles know it."""


def assigns_for_city(person: "Person") -> bool:
    """Whether the person is HR, or runs the city itself: whoever reads the registry."""
    return can_read_registry(person)


def managed_by(person: "Person") -> tuple[uuid.UUID, ...]:
    """Return the departments that the person leads, the main one first."""
    return tuple(
        post.organization_id
        for post in person.posts
        if post.role in MANAGING and post.organization_kind in CITY_KINDS
    )


def may_assign(person: "Person") -> bool:
    """Whether the person may assign anything to anybody."""
    return assigns_for_city(person) or bool(managed_by(person))


def is_theirs(row: "Assignment", scope: Scope) -> bool:
    """Whether whoever answers for ``scope`` may change an assignment, not only see their people.

    HR may change every one; a manager those that were made for a unit of theirs.
    """
    return scope is None or (row.owner_id is not None and row.owner_id in scope)
