"""Who reads which proposals, and who answers for them."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role
from app.talent.policy import CITY_KINDS, headed_by

if TYPE_CHECKING:
    from app.identity.person import Person, PostView
    from app.talent.queries.staff import Departments

OUTSIDERS = frozenset({Role.GUARDIAN, Role.PARTNER})


def reads_inbox(person: "Person") -> bool:
    """Whether the person is of the city's staff, and so may have a proposal to answer."""
    return person.works_for_city and any(_is_of_city(post) for post in person.posts)


def scope_of(person: "Person", tree: "Departments") -> frozenset[uuid.UUID] | None:
    """Return the departments whose proposals a person reads, those below included.

    None for all of them: of who administers the city. Whoever works for the city itself and does
    not head it reads no department's. Owners read their own besides.
    """
    if person.administers_city:
        return None
    return frozenset(one for place in _places(person) for one in tree.below(place))


def headed(person: "Person", tree: "Departments") -> frozenset[uuid.UUID]:
    """Return the departments that a person heads, those below included."""
    return frozenset(one for place in headed_by(person) for one in tree.below(place))


def answers(
    person: "Person",
    tree: "Departments",
    *,
    organization_id: uuid.UUID,
    owner_id: uuid.UUID | None,
) -> bool:
    """Whether the person answers for a proposal: its owner, who heads the place, or the city."""
    if person.administers_city or person.id == owner_id:
        return True
    return organization_id in headed(person, tree)


def edits_offers(person: "Person") -> bool:
    """Whether the person keeps the list of what teams that go on can be given."""
    return person.administers_city


def office_of(person: "Person") -> str:
    """Return how a public page calls who acts: «道路管理課 課長», never a name."""
    for post in person.posts:
        if _is_of_city(post):
            return f"{post.organization_name} {post.title}".strip()
    return ""


def _is_of_city(post: "PostView") -> bool:
    return post.organization_kind in CITY_KINDS and post.role not in OUTSIDERS


def _places(person: "Person") -> frozenset[uuid.UUID]:
    return frozenset(
        post.organization_id
        for post in person.posts
        if _is_of_city(post)
        and (post.organization_kind is OrganizationKind.DEPARTMENT or post.role is Role.MANAGER)
    )
