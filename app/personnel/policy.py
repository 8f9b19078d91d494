"""Who may read and keep the register of staff: the same people as the registry of skills."""

from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.person import Person

CITY_KINDS = frozenset({OrganizationKind.CITY, OrganizationKind.DEPARTMENT})


def can_take_rosters_in(person: "Person") -> bool:
    """Whether the person may bring tables of many people: administrators, and HR of staff alone.

    Those of HR make people whom an administrator lets in, and touch no account that is there.
    """
    return person.has_role(Role.ADMINISTRATOR) or can_keep_register(person)


def can_keep_register(person: "Person") -> bool:
    """Whether the person is HR at the city or in one of its departments, or runs the city itself.

    It is the rule of ``talent.policy.can_read_registry``, which stands floors above: who may read
    what somebody can do may read when and as what the city employs them.
    """
    return any(
        (post.role == Role.HR and post.organization_kind in CITY_KINDS)
        or (post.role == Role.ADMINISTRATOR and post.organization_kind == OrganizationKind.CITY)
        for post in person.posts
    )
