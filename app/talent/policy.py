"""Who may look at the city's registry: HR at all of it, a manager at the own unit."""

from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    import uuid

    from app.identity.queries import Person

CITY_KINDS = frozenset({OrganizationKind.CITY, OrganizationKind.DEPARTMENT})


def can_read_registry(person: "Person") -> bool:
    """Whether the person is HR at the city or in one of its departments, or runs the city itself.

    A department's administrator makes accounts; what its people can do is not theirs to read.
    """
    return any(
        (post.role == Role.HR and post.organization_kind in CITY_KINDS)
        or (post.role == Role.ADMINISTRATOR and post.organization_kind == OrganizationKind.CITY)
        for post in person.posts
    )


def has_own_sheet(person: "Person") -> bool:
    """Whether the registry keeps anything about the person: about staff, whatever they act as."""
    return person.works_for_city


def headed_by(person: "Person") -> "frozenset[uuid.UUID]":
    """Return the places that the person heads; those below belong to it as well."""
    return frozenset(
        post.organization_id
        for post in person.posts
        if post.role is Role.MANAGER and post.organization_kind in CITY_KINDS
    )


def can_read_people(person: "Person") -> bool:
    """Whether the person may read what some of the staff can do: all of it, or the own unit's."""
    return can_read_registry(person) or bool(headed_by(person))
