"""Who may begin a project; what one may do in it, ``queries.Standing`` says."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.identity.models import OrganizationKind, Role
from app.projects.rules import MemberRole, PartnerRole

if TYPE_CHECKING:
    from app.challenges.models import Challenge
    from app.identity.person import Person

OF_CITY: Final = frozenset(
    {OrganizationKind.CITY, OrganizationKind.DEPARTMENT, OrganizationKind.BOARD}
)


@dataclass(frozen=True, slots=True)
class Base:
    """An organization for which somebody may begin a project, and as what."""

    organization_id: uuid.UUID
    name: str
    role: MemberRole
    partner: PartnerRole


def bases_of(person: "Person") -> tuple[Base, ...]:
    """Return for which organizations somebody may begin a project, the main one first.

    Teachers do for their school or university; the city's staff for the department they are in.
    """
    if person.is_minor:
        return ()
    found: dict[uuid.UUID, Base] = {}
    for post in person.posts:
        if post.role is Role.TEACHER and post.organization_kind is OrganizationKind.SCHOOL:
            roles = (MemberRole.TEACHER, PartnerRole.LEAD_SCHOOL)
        elif post.role is Role.TEACHER and post.organization_kind is OrganizationKind.UNIVERSITY:
            roles = (MemberRole.COORDINATOR, PartnerRole.UNIVERSITY)
        elif post.organization_kind in OF_CITY and post.role is not Role.GUARDIAN:
            roles = (MemberRole.OWNER, PartnerRole.DEPARTMENT)
        else:
            continue
        found.setdefault(
            post.organization_id, Base(post.organization_id, post.organization_name, *roles)
        )
    return tuple(found.values())


def may_start(person: "Person") -> bool:
    """Say whether somebody may begin a project at all."""
    return bool(bases_of(person))


def may_start_for(base: Base, challenge: "Challenge | None", person: "Person") -> bool:
    """Say whether a project may begin so.

    Schools and universities begin with a challenge or a question of their own; a department with
    a challenge of its own alone, and the city's administrators with any.
    """
    if base.role is not MemberRole.OWNER or person.administers_city:
        return True
    return challenge is not None and challenge.organization_id == base.organization_id
