"""Who may endorse whom, and who answers for contests and claims."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import Role
from app.talent import policy as talent

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.identity.person import Person, PostView


def partner_post(person: "Person") -> "PostView | None":
    """Return the post in which the person is a partner of another organization, if any."""
    found = (
        post
        for post in person.posts
        if post.role is Role.PARTNER and post.organization_kind not in talent.CITY_KINDS
    )
    return next(found, None)


def is_partner(person: "Person") -> bool:
    """Whether the person is a partner of another organization, who may be asked."""
    return partner_post(person) is not None


def chief_post(
    person: "Person",
    department_id: uuid.UUID | None,
    below: "Callable[[uuid.UUID], tuple[uuid.UUID, ...]]",
) -> "PostView | None":
    """Return the post in which the person heads a department, or one above it, if any.

    Args:
        person: Who may be the chief.
        department_id: Where those are listed whom it is about.
        below: Gives a department with all those below it.
    """
    found = (
        post
        for post in person.posts
        if post.organization_id in talent.headed_by(person)
        and post.role is Role.MANAGER
        and department_id in below(post.organization_id)
    )
    return next(found, None)


def may_give(person: "Person") -> bool:
    """Whether the person has a page of endorsements that they gave: chiefs and partners."""
    return bool(talent.headed_by(person)) or partner_post(person) is not None


def settles(person: "Person") -> bool:
    """Whether the person answers for contests and claims: whoever reads the whole registry."""
    return talent.can_read_registry(person)


def has_own(person: "Person") -> bool:
    """Whether there is anything that could be said of the person here: of staff."""
    return talent.has_own_sheet(person)
