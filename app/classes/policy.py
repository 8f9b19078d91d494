"""Who may see and keep which classes."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.identity.person import Person
    from app.identity.queries import OrganizationNode


def may_keep_some(who: "Person") -> bool:
    """Say whether there can be schools whose classes somebody keeps: an administrator's."""
    return who.has_role(Role.ADMINISTRATOR)


def schools_among(places: "Iterable[OrganizationNode]") -> "list[OrganizationNode]":
    """Return those of the places somebody administers that have classes to keep."""
    return [place for place in places if place.kind is OrganizationKind.SCHOOL]


def taught_at(who: "Person") -> list[uuid.UUID]:
    """Return the places at which somebody teaches, of the post they act in.

    A class is a teacher's to see where they teach it, and still have a teacher's post there.
    """
    return [post.organization_id for post in who.posts if post.role is Role.TEACHER]
