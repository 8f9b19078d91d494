"""Who may look at the city's registry."""

from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.queries import Person

READERS = frozenset({Role.HR, Role.ADMINISTRATOR})
CITY_KINDS = frozenset({OrganizationKind.CITY, OrganizationKind.DEPARTMENT})


def can_read_registry(person: "Person") -> bool:
    """Whether the person is HR or administrator *at the city*; a school's administrator is not."""
    return any(
        post.role in READERS and post.organization_kind in CITY_KINDS for post in person.posts
    )


def has_own_sheet(person: "Person") -> bool:
    """Whether the registry keeps anything about the person: about staff only."""
    return person.audience == "staff"
