"""Who writes challenges, who moderates what is proposed, and who may propose."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.person import Person, PostView
    from app.talent.queries.staff import Departments

CITY_KINDS = frozenset({OrganizationKind.CITY, OrganizationKind.DEPARTMENT})
OUTSIDERS = frozenset({Role.GUARDIAN, Role.PARTNER})
SPEAKING = frozenset({Role.TEACHER, Role.ADMINISTRATOR})
"""Who speaks for a school or a university."""
SCHOOL_KINDS = frozenset({OrganizationKind.SCHOOL, OrganizationKind.UNIVERSITY})


def writes(person: "Person") -> bool:
    """Whether the person is of a department, or runs the city: such people write challenges."""
    return not person.is_minor and any(_is_of_city(post) for post in person.posts)


def writes_in(tree: "Departments", person: "Person") -> frozenset[uuid.UUID]:
    """Return the departments for which a person writes: their own with all below.

    Whoever administers the city writes for all of them.
    """
    if not writes(person):
        return frozenset()
    if person.administers_city:
        return frozenset(one.id for one in tree.ordered)
    own = {post.organization_id for post in person.posts if _is_of_city(post)}
    return frozenset(one for place in own for one in tree.below(place))


def may_propose(person: "Person") -> bool:
    """Whether the person proposes by themselves; for minors their teacher does."""
    return not person.is_minor and not person.is_guest


def speaks_for(person: "Person") -> tuple["PostView", ...]:
    """Return the posts in which a person may speak for a school or a university."""
    if person.is_minor:
        return ()
    return tuple(
        post
        for post in person.posts
        if post.role in SPEAKING and post.organization_kind in SCHOOL_KINDS
    )


def may_take(person: "Person", organization_id: uuid.UUID) -> bool:
    """Whether somebody may begin a project on a challenge of a department.

    Who teaches at a school or a university may, the department itself, and who runs the city.
    """
    is_own = organization_id in {post.organization_id for post in person.posts}
    return bool(speaks_for(person)) or person.administers_city or (writes(person) and is_own)


def _is_of_city(post: "PostView") -> bool:
    return post.organization_kind in CITY_KINDS and post.role not in OUTSIDERS
