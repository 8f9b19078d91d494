"""One person, or several by id: a user with the posts of the day."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from app.identity import rules
from app.identity.factors.models import FactorRule
from app.identity.models import Organization, Post, User
from app.identity.person import Person, PostView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def person(session: "Session", user_id: uuid.UUID, *, on: date) -> Person:
    """Return a person with their posts of the day, in one query.

    Args:
        session: The unit of work.
        user_id: Whom.
        on: The day whose posts count.

    Raises:
        NoResultFound: There is no such user.
    """
    rows = session.connection().execute(_ONE, {"user_id": user_id, "day": on})
    for found in _people(rows):
        return found
    raise NoResultFound


def posts_of(session: "Session", user_id: uuid.UUID) -> list[Post]:
    """Return every post somebody holds, held, or will hold, with its place; the newest first."""
    return list(
        session.scalars(
            sa.select(Post)
            .where(Post.user_id == user_id)
            .options(joinedload(Post.organization))
            .order_by(
                Post.ends_on.is_not(None),
                Post.is_primary.desc(),
                Post.starts_on.desc(),
                Post.id,
            )
        )
    )


def people_of(
    session: "Session", user_ids: Iterable[uuid.UUID], *, on: date
) -> dict[uuid.UUID, Person]:
    """Return several people by id, in one query; unknown ids are left out."""
    return {found.id: found for found in people_where(session, User.id.in_(list(user_ids)), on=on)}


def people_where(session: "Session", *where: sa.ColumnElement[bool], on: date) -> Iterator[Person]:
    """Yield the people of a clause; the other queries of this package build on it."""
    yield from _people(session.execute(_PEOPLE.where(*where), {"day": on}))


def _people(rows: Iterable[Any]) -> Iterator[Person]:
    found: dict[uuid.UUID, Person] = {}
    posts: dict[uuid.UUID, list[PostView]] = defaultdict(list)
    for row in rows:
        if row.id not in found:
            found[row.id] = _person(row)
        if row.post_id is not None:
            posts[row.id].append(_post(row))
    for user_id, one in found.items():
        yield replace(one, posts=tuple(posts[user_id]))


def is_current(on: "date | sa.BindParameter[date]") -> sa.ColumnElement[bool]:
    """Return the clause of posts that hold on a day."""
    return sa.and_(Post.starts_on <= on, sa.or_(Post.ends_on.is_(None), Post.ends_on >= on))


_PEOPLE = (
    sa.select(
        User.id,
        User.actor_name,
        User.login_id,
        User.email,
        User.family_name,
        User.given_name,
        User.family_kana,
        User.given_kana,
        User.nickname,
        User.grade,
        User.is_demo,
        User.is_guest,
        User.disabled_at,
        User.merged_into_id,
        User.session_epoch,
        User.name_order,
        User.settings,
        Post.id.label("post_id"),
        Post.organization_id,
        Organization.name.label("organization_name"),
        Organization.kind.label("organization_kind"),
        Post.role,
        Post.title,
        Post.is_primary,
        Post.attendance_number,
    )
    .outerjoin(
        Post, sa.and_(Post.user_id == User.id, is_current(sa.bindparam("day", type_=sa.Date)))
    )
    .outerjoin(Organization, Organization.id == Post.organization_id)
    .order_by(User.id, Post.is_primary.desc(), Post.starts_on, Post.id)
)
_EDITION = (
    sa.select(
        sa.cast(sa.func.count(), sa.Text)
        + ":"
        + sa.func.coalesce(sa.cast(sa.func.max(FactorRule.changed_at), sa.Text), "")
    )
    .select_from(FactorRule)
    .scalar_subquery()
    .label("factor_edition")
)
_ONE = _PEOPLE.add_columns(_EDITION).where(User.id == sa.bindparam("user_id", type_=sa.Uuid))
"""Built once, and run on the connection: every request asks for its person. Building the query
cost more than asking, and so did what a session does around one that loads no object."""


def _person(row: Any) -> Person:  # noqa: ANN401  a row of the query above
    return Person(
        id=row.id,
        actor_name=row.actor_name,
        login=row.login_id or row.email or "",
        family_name=row.family_name,
        given_name=row.given_name,
        family_kana=row.family_kana,
        given_kana=row.given_kana,
        nickname=row.nickname,
        grade=row.grade,
        is_demo=row.is_demo,
        is_disabled=row.disabled_at is not None,
        is_merged=row.merged_into_id is not None,
        session_epoch=row.session_epoch,
        name_order=row.name_order,
        display=row.settings.get("display", {}),
        is_guest=row.is_guest,
        factor_edition=getattr(row, "factor_edition", ""),
    )


def _post(row: Any) -> PostView:  # noqa: ANN401  a row of the query above
    return PostView(
        id=row.post_id,
        organization_id=row.organization_id,
        organization_name=row.organization_name,
        organization_kind=row.organization_kind,
        role=row.role,
        title=row.title,
        is_primary=row.is_primary,
        attendance_number=row.attendance_number,
    )


def mail_address(session: "Session", user_id: uuid.UUID) -> str | None:
    """Return a person's mail address; None for who has none."""
    return session.scalar(sa.select(User.email).where(User.id == user_id))


def ids_by_login(session: "Session", typed: Iterable[str]) -> dict[str, uuid.UUID]:
    """Return, by what was typed, whose login or mail address it is; unknown ones are left out."""
    keys = {one: rules.login_key(one) for one in typed}
    rows = session.execute(
        sa.select(User.id, User.login_id, User.email).where(
            sa.or_(User.login_id.in_(keys.values()), User.email.in_(keys.values())),
            User.is_guest.is_(False),
        )
    )
    found = {name: user_id for user_id, *names in rows for name in names if name}
    return {one: found[key] for one, key in keys.items() if key in found}
