"""The people with whom somebody may work: found by name, in the organizations around them."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import rules
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.queries.organizations import organization_tree
from app.identity.queries.people import is_current, people_where

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST_FOUND = 20


def colleagues(session: "Session", who: "Person", name: str, *, on: "date") -> "list[Person]":
    """Return the colleagues whose name or reading begins so, in the order of names; two queries.

    Colleagues are adults who work at one of somebody's organizations, at one above it or below
    it; for an administrator of the city, anywhere. Children and guardians are in no such list,
    and nobody is found by a login id or an address.
    """
    wanted = _named(name)
    if wanted is None:
        return []
    parents = {node.id: node.parent_id for node in organization_tree(session)}
    places = set(parents) if who.administers_city else _around(who, parents)
    works = (
        sa.select(Post.id)
        .join(Organization, Organization.id == Post.organization_id)
        .where(
            Post.user_id == User.id,
            Post.organization_id.in_(places),
            Post.role != Role.GUARDIAN,
            sa.or_(Post.role != Role.LEARNER, Organization.kind != OrganizationKind.SCHOOL),
            is_current(on),
        )
        .correlate(User)
        .exists()
    )
    found = people_where(
        session, works, wanted, User.grade.is_(None), User.disabled_at.is_(None), on=on
    )
    return sorted(
        (one for one in found if one.id != who.id and not one.is_minor),
        key=lambda one: (one.name_order, str(one.id)),
    )[:MOST_FOUND]


def _around(who: "Person", parents: "Mapping[uuid.UUID, uuid.UUID | None]") -> set[uuid.UUID]:
    """Return somebody's organizations with everything above and below each of them."""
    own = {post.organization_id for post in who.posts}
    above = {place for one in own for place in _line(one, parents)}
    below = {place for place in parents if own.intersection(_line(place, parents))}
    return own | above | below


def _line(place: uuid.UUID, parents: "Mapping[uuid.UUID, uuid.UUID | None]") -> list[uuid.UUID]:
    """Return a place and everything above it; a loop in the tree ends the walk."""
    line: list[uuid.UUID] = []
    step: uuid.UUID | None = place
    while step is not None and step not in line:
        line.append(step)
        step = parents.get(step)
    return line


def _named(name: str) -> sa.ColumnElement[bool] | None:
    plain, kana = rules.kept_name(name), rules.kept_kana(name)
    if not plain:
        return None
    return sa.or_(
        (User.family_name + " " + User.given_name).startswith(plain, autoescape=True),
        (User.family_name + User.given_name).startswith(plain, autoescape=True),
        User.given_name.startswith(plain, autoescape=True),
        (User.family_kana + " " + User.given_kana).startswith(kana, autoescape=True),
        User.given_kana.startswith(kana, autoescape=True),
    )
