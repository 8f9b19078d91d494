"""What administrators see of the people within their reach."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.identity import policy, rules
from app.identity.models import Organization, Post, Role, User
from app.identity.queries.organizations import OrganizationNode, organization_tree
from app.identity.queries.people import is_current, person

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person


PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the administrators' list: the person and the post they are listed under."""

    id: uuid.UUID
    name: str
    kana: str
    login: str
    place: str
    role: Role | None
    title: str
    grade: int | None
    attendance_number: int | None
    is_disabled: bool
    last_signed_in_on: "date | None"


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Fifty people of a list; ``number`` counts pages from 1, ``total`` counts people."""

    people: Sequence[PersonRow]
    number: int
    total: int
    has_older: bool


def administered_by(session: "Session", administrator: "Person") -> policy.Reach:
    """Return what an administrator reaches."""
    parents = {node.id: node.parent_id for node in organization_tree(session)}
    return policy.reach_of(administrator, parents)


def administered_places(session: "Session", administrator: "Person") -> list[OrganizationNode]:
    """Return every organization that an administrator reaches, in 建制順."""
    tree = organization_tree(session)
    reach = policy.reach_of(administrator, {node.id: node.parent_id for node in tree})
    return [node for node in tree if policy.can_invite(reach, node.id)]


def people_page(
    session: "Session", reach: policy.Reach, *, search: str = "", page: int = 1, on: "date"
) -> PeoplePage:
    """Return one page of the people within ``reach``: 建制順, then 出席番号順, then by name.

    Args:
        session: The unit of work.
        reach: Whose people.
        search: The beginning of a name, a reading, a login id or an e-mail address.
        page: From 1.
        on: The day whose posts count.
    """
    places = _places()
    listed = _listed_post(on)
    where = [User.is_guest.is_(False), *_within(reach, on), *named_like(search)]
    total = session.scalar(sa.select(sa.func.count()).select_from(User).where(*where)) or 0
    rows = session.execute(
        sa.select(User, Post, Organization.name)
        .outerjoin(Post, Post.id == listed)
        .outerjoin(Organization, Organization.id == Post.organization_id)
        .outerjoin(places, places.c.id == Post.organization_id)
        .where(*where)
        .order_by(
            places.c.path.is_(None),
            places.c.path,
            Post.attendance_number.is_(None),
            Post.attendance_number,
            User.name_order,
            User.id,
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    people = [_row(user, post, place) for user, post, place in rows]
    return PeoplePage(people, page, total, has_older=page * PAGE_SIZE < total)


def visible_person(
    session: "Session", user_id: uuid.UUID, *, reach: policy.Reach, on: "date"
) -> "Person":
    """Return a person with a current post within ``reach``.

    Raises:
        NoResultFound: There is no such user, or not within reach: the two look alike.
    """
    found = person(session, user_id, on=on)
    if found.is_guest or not policy.can_see(reach, [post.organization_id for post in found.posts]):
        raise NoResultFound
    return found


def ids_within(reach: policy.Reach, *, on: "date") -> "sa.Select[uuid.UUID]":
    """Select the ids of the people whom somebody with ``reach`` sees; guests are nobody's."""
    return sa.select(User.id).where(User.is_guest.is_(False), *_within(reach, on))


def named_within(reach: policy.Reach, search: str, *, on: "date") -> "sa.Select[uuid.UUID]":
    """Select those of them whose name, reading or login begins so."""
    return ids_within(reach, on=on).where(*named_like(search))


def managed_person(
    session: "Session", user_id: uuid.UUID, *, reach: policy.Reach, on: "date"
) -> "Person":
    """Return a person whom somebody with ``reach`` may manage.

    Raises:
        NoResultFound: There is no such user, or not within reach: the two look alike.
    """
    found = person(session, user_id, on=on)
    if found.is_guest or not policy.can_manage(
        reach, [post.organization_id for post in found.posts]
    ):
        raise NoResultFound
    return found


def _row(user: User, post: Post | None, place: str | None) -> PersonRow:
    return PersonRow(
        id=user.id,
        name=user.name,
        kana=f"{user.family_kana} {user.given_kana}".strip(),
        login=user.login_id or user.email or "",
        place=place or "",
        role=None if post is None else post.role,
        title="" if post is None else post.title,
        grade=user.grade,
        attendance_number=None if post is None else post.attendance_number,
        is_disabled=user.disabled_at is not None,
        last_signed_in_on=user.last_signed_in_on,
    )


def _places() -> sa.CTE:
    """Return every organization with a ``path`` whose plain order is 建制順.

    A position is written with five digits by adding 10000, so that 2 comes before 10.
    """
    step = sa.cast(Organization.position + 10000, sa.Text)
    roots = sa.select(Organization.id, step.label("path")).where(Organization.parent_id.is_(None))
    places = roots.cte("place", recursive=True)
    return places.union_all(
        sa.select(Organization.id, places.c.path + step).where(
            Organization.parent_id == places.c.id
        )
    )


def _listed_post(on: "date") -> sa.ScalarSelect[uuid.UUID]:
    """Return the post a user is listed under: the primary one, or else the oldest."""
    return (
        sa.select(Post.id)
        .where(Post.user_id == User.id, is_current(on))
        .order_by(Post.is_primary.desc(), Post.starts_on, Post.id)
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )


def _within(reach: policy.Reach, on: "date") -> list[sa.ColumnElement[bool]]:
    """Return the clause of people who hold a current post within ``reach``."""
    if reach.is_whole:
        return []
    return [
        sa.select(Post.id)
        .where(
            Post.user_id == User.id,
            Post.organization_id.in_(reach.organization_ids),
            is_current(on),
        )
        .correlate(User)
        .exists()
    ]


def named_like(search: str) -> list[sa.ColumnElement[bool]]:
    """Return the clause of people whose name, reading or login begins so; none for no search."""
    name, kana, key = rules.kept_name(search), rules.kept_kana(search), rules.login_key(search)
    if not name:
        return []
    return [
        sa.or_(
            (User.family_name + " " + User.given_name).startswith(name, autoescape=True),
            (User.family_name + User.given_name).startswith(name, autoescape=True),
            User.given_name.startswith(name, autoescape=True),
            (User.family_kana + " " + User.given_kana).startswith(kana, autoescape=True),
            User.given_kana.startswith(kana, autoescape=True),
            User.login_id.startswith(key, autoescape=True),
            User.email.startswith(key, autoescape=True),
        )
    ]
