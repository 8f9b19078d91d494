"""Who may do what to whom, as far as accounts go."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class Reach:
    """The organizations somebody administers, with everything below them.

    ``is_whole``: an administrator of the city itself reaches everybody, citizens without any post
    included.
    """

    organization_ids: frozenset[uuid.UUID]
    is_whole: bool = False


def reach_of(person: "Person", parents: "Mapping[uuid.UUID, uuid.UUID | None]") -> Reach:
    """Return what ``person`` administers; ``parents`` maps every organization to its parent."""
    posts = [post for post in person.posts if post.role == Role.ADMINISTRATOR]
    roots = {post.organization_id for post in posts}
    below = {place for place in parents if roots.intersection(_line(place, parents))}
    is_whole = any(post.organization_kind == OrganizationKind.CITY for post in posts)
    return Reach(frozenset(below | roots), is_whole=is_whole)


def _line(
    place: uuid.UUID, parents: "Mapping[uuid.UUID, uuid.UUID | None]"
) -> Sequence[uuid.UUID]:
    """Return ``place`` and everything above it; a loop in the tree ends the walk."""
    line: list[uuid.UUID] = []
    step: uuid.UUID | None = place
    while step is not None and step not in line:
        line.append(step)
        step = parents.get(step)
    return line


def can_see(reach: Reach, places: Iterable[uuid.UUID]) -> bool:
    """Say whether somebody with ``reach`` sees a person: one of ``places`` lies within it."""
    return reach.is_whole or not reach.organization_ids.isdisjoint(places)


def can_manage(reach: Reach, places: Iterable[uuid.UUID]) -> bool:
    """Say whether somebody with ``reach`` may reset, disable or sign out a person.

    All of the person's ``places`` must be within reach: who resets a password can become that
    person, in every post they hold.
    """
    found = frozenset(places)
    return reach.is_whole or (bool(found) and found <= reach.organization_ids)


def can_manage_person(reach: Reach, found: "Person") -> bool:
    """Say so of a person as they are read, with the posts of the day."""
    return can_manage(reach, [post.organization_id for post in found.posts])


def can_close(reach: Reach, who: "Person", found: "Person") -> bool:
    """Say whether ``who`` may close an account: within reach in every post, and not their own."""
    places = [post.organization_id for post in found.all_posts]
    return not found.is_guest and can_disable(who, found.id) and can_manage(reach, places)


def can_invite(reach: Reach, organization_id: uuid.UUID) -> bool:
    """Say whether somebody with ``reach`` may give a post in this organization."""
    return reach.is_whole or organization_id in reach.organization_ids


PLACES_BELOW: "Mapping[OrganizationKind, frozenset[OrganizationKind | None]]" = {
    OrganizationKind.CITY: frozenset(),
    OrganizationKind.DEPARTMENT: frozenset(
        {OrganizationKind.CITY, OrganizationKind.DEPARTMENT, OrganizationKind.BOARD}
    ),
    OrganizationKind.BOARD: frozenset({None, OrganizationKind.CITY}),
    OrganizationKind.SCHOOL: frozenset(
        {None, OrganizationKind.CITY, OrganizationKind.BOARD, OrganizationKind.UNIVERSITY}
    ),
    OrganizationKind.UNIVERSITY: frozenset({None, OrganizationKind.CITY}),
    OrganizationKind.COMPANY: frozenset({None, OrganizationKind.CITY, OrganizationKind.COMPANY}),
    OrganizationKind.SHOP: frozenset({None, OrganizationKind.CITY, OrganizationKind.COMPANY}),
}
"""Below what each kind may stand; None is the top.

It is a matter of permissions: who administers a city reaches everybody, and whoever works in a
department is the city's staff, so nobody may make a city or a department out of a school. A city
is made by the first start, and by no page.
"""


def may_stand_below(kind: OrganizationKind, parent: OrganizationKind | None) -> bool:
    """Say whether an organization of a kind may stand below one of another, or at the top."""
    return parent in PLACES_BELOW[kind]


def can_arrange(reach: Reach, parent_id: uuid.UUID | None) -> bool:
    """Say whether somebody with ``reach`` orders, moves and closes what stands below a parent.

    Whoever administers one school names it, and neither moves nor closes it.
    """
    return reach.is_whole or parent_id in reach.organization_ids


_READING = (Role.HR, Role.MANAGER)


def roles_to_give(reach: Reach) -> tuple[Role, ...]:
    """Return the roles that somebody with ``reach`` may give, at whatever place they reach.

    HR of one section reads the registry of the whole city's staff, a manager what those of the
    unit can do (``talent.policy``): so that no section makes its own readers, administrators of
    the city alone give both.
    """
    return tuple(role for role in Role if reach.is_whole or role not in _READING)


def can_disable(person: "Person", user_id: uuid.UUID) -> bool:
    """Say whether ``person`` may close this account: any but their own, lest nobody is left."""
    return person.id != user_id


def can_change_password(person: "Person") -> bool:
    """Say whether a person chooses a password; for pupils the school does, guests have none."""
    return person.grade is None and not person.is_guest


def can_enter_by_card(*, is_demo_site: bool, is_demo_user: bool, has_card: bool) -> bool:
    """Say whether one press may sign somebody in: only made-up people of a demo do so."""
    return is_demo_site and is_demo_user and has_card
