"""Who gives the items of the city's own frameworks their names."""

from typing import TYPE_CHECKING, Final

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.person import Person

CITY_KINDS: Final = frozenset({OrganizationKind.CITY, OrganizationKind.DEPARTMENT})


def may_name(person: "Person | None") -> bool:
    """Whether somebody is HR at the city, or runs the city itself: those who read the registry."""
    return person is not None and any(
        (post.role is Role.HR and post.organization_kind in CITY_KINDS)
        or (post.role is Role.ADMINISTRATOR and post.organization_kind is OrganizationKind.CITY)
        for post in person.posts
    )
