"""The installation, the tree of organizations, and the city's staff in its order."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from app.identity import rules
from app.identity.models import Installation, Organization, OrganizationKind, Post, User
from app.identity.queries.people import is_current, people_where

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class InstallationNames:
    """The names of an installation, by value; see ``models.Installation``."""

    iri_base: str
    actor_home_page: str
    issuer_did: str


_NAMES: WeakKeyDictionary[sa.Engine | sa.Connection, InstallationNames] = WeakKeyDictionary()
"""By database: written once at the first start and never changed, so asked for once a process."""


def installation(session: "Session") -> InstallationNames:
    """Return the names this installation gave itself at its first start.

    Raises:
        NoResultFound: It was never started: ``service.ensure_installation`` has not run.
    """
    kept = _NAMES.get(session.get_bind())
    if kept is None:
        row = session.scalars(sa.select(Installation)).one()
        kept = InstallationNames(row.iri_base, row.actor_home_page, row.issuer_did)
        _NAMES[session.get_bind()] = kept
    return kept


@dataclass(frozen=True, slots=True)
class OrganizationNode:
    """An organization in the tree read in 建制順; ``depth`` is 0 at the top."""

    id: uuid.UUID
    name: str
    kind: OrganizationKind
    parent_id: uuid.UUID | None
    position: int
    depth: int
    founder: str | None
    school_levels: str | None = None
    closed_on: "date | None" = None

    @property
    def is_open(self) -> bool:
        """Whether it takes posts; one that closes on a day to come takes none any more."""
        return self.closed_on is None


def organization_tree(session: "Session") -> list[OrganizationNode]:
    """Return every organization in 建制順: each before those below it."""
    children: dict[uuid.UUID | None, list[Organization]] = defaultdict(list)
    for place in session.scalars(
        sa.select(Organization).order_by(Organization.position, Organization.name, Organization.id)
    ):
        children[place.parent_id].append(place)

    def walk(parent_id: uuid.UUID | None, depth: int) -> Iterator[OrganizationNode]:
        for place in children[parent_id]:
            yield OrganizationNode(
                place.id,
                place.name,
                place.kind,
                place.parent_id,
                place.position,
                depth,
                place.founder,
                place.school_levels,
                place.closed_on,
            )
            yield from walk(place.id, depth + 1)

    return list(walk(None, 0))


def people_at(session: "Session", *, on: "date") -> dict[uuid.UUID, int]:
    """Return how many people hold a post at each organization that day, itself alone."""
    rows = session.execute(
        sa.select(Post.organization_id, sa.func.count(sa.distinct(Post.user_id)))
        .where(is_current(on))
        .group_by(Post.organization_id)
    )
    return {place: people for place, people in rows}  # noqa: C416  a Row is no pair to a type checker


def posts_beyond(
    session: "Session", organization_id: uuid.UUID, *, on: "date"
) -> "list[tuple[User, Post]]":
    """Return who holds a post at an organization beyond a day, with the post, by name."""
    rows = session.execute(
        sa.select(User, Post)
        .join(User, User.id == Post.user_id)
        .where(
            Post.organization_id == organization_id,
            sa.or_(Post.ends_on.is_(None), Post.ends_on > on),
        )
        .order_by(Post.attendance_number, User.name_order, User.id)
    )
    return [(user, post) for user, post in rows]


def staff_of_city(session: "Session", *, on: "date") -> "list[Person]":
    """Return everybody who works for the city, in 建制順 and then by name.

    A person with several posts (兼務) stands once, under the primary one.
    """
    rank = {node.id: index for index, node in enumerate(organization_tree(session))}
    at_city = (
        sa.select(Post.id)
        .join(Organization, Organization.id == Post.organization_id)
        .where(
            Post.user_id == User.id,
            Organization.kind.in_([OrganizationKind.CITY, OrganizationKind.DEPARTMENT]),
            is_current(on),
        )
        .correlate(User)
        .exists()
    )
    staff = [
        found
        for found in people_where(session, at_city, User.disabled_at.is_(None), on=on)
        if found.audience == "staff"
    ]
    return sorted(staff, key=lambda one: rules.staff_order(_rank(one, rank), one.name_order))


def _rank(one: "Person", rank: dict[uuid.UUID, int]) -> int | None:
    post = one.main_post
    return None if post is None else rank.get(post.organization_id)
