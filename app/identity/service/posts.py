"""Giving and ending posts; what somebody was stays on record."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.audit.service import record
from app.identity.errors import OrganizationClosed, PostRefused
from app.identity.models import Organization, Post, Role, User
from app.identity.service.accounts import add_post

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person


def give_post(
    session: "Session",
    user: User,
    organization: Organization,
    role: Role,
    *,
    title: str = "",
    starts_on: "date",
    ends_on: "date | None" = None,
    by: "Person",
    now: "datetime",
) -> Post:
    """Give somebody a further post, open or until a day.

    Raises:
        OrganizationClosed: The organization is closed, or will be before the post begins.
        PostRefused: It would end before it begins, or overlap one of the same place and role.
        NoResultFound: The account was merged into another, which takes posts in its place.
    """
    if user.merged_into_id is not None:
        raise NoResultFound
    if organization.closed_on is not None:
        raise OrganizationClosed
    if ends_on is not None and ends_on < starts_on:
        raise PostRefused
    overlapping = [
        Post.user_id == user.id,
        Post.organization_id == organization.id,
        Post.role == role,
        sa.or_(Post.ends_on.is_(None), Post.ends_on >= starts_on),
    ]
    if ends_on is not None:
        overlapping.append(Post.starts_on <= ends_on)
    if session.scalar(sa.select(sa.exists().where(*overlapping))):
        raise PostRefused
    post = add_post(session, user, organization, role, starts_on=starts_on, title=title)
    post.ends_on = ends_on
    session.flush()
    _note(session, "post.given", post, by=by, now=now)
    return post


def finish_post(
    session: "Session", post: Post, *, on: "date", by: "Person", now: "datetime"
) -> None:
    """End a post with a day, as an act of an administrator.

    Raises:
        PostRefused: The day is before the post began.
    """
    if on < post.starts_on:
        raise PostRefused
    end_post(session, post, on=on)
    _note(session, "post.ended", post, by=by, now=now)


def end_post(session: "Session", post: Post, *, on: "date") -> None:
    """Let a post end with a day; where it was the primary one, the oldest open one follows it."""
    post.ends_on = on
    post.ended_by_closing, post.planned_end_on = False, None
    session.flush()
    if not post.is_primary:
        return
    others = list(_open_posts(session, post))
    if others and not any(one.is_primary for one in others):
        others[0].is_primary = True
        session.flush()


def end_by_closing(session: "Session", post: Post, *, on: "date") -> None:
    """Let a post end with the day on which its place is closed, and keep that this was why."""
    planned = post.ends_on
    end_post(session, post, on=on)
    post.ended_by_closing, post.planned_end_on = True, planned
    session.flush()


def reopen_post(session: "Session", post: Post) -> None:
    """Let a post go on that had ended; it stays primary only if none took its place.

    One that a closing ended goes on to the day that was planned for it, if there was one.
    """
    if any(one.is_primary for one in _open_posts(session, post)):
        post.is_primary = False
    post.ends_on = post.planned_end_on
    post.ended_by_closing, post.planned_end_on = False, None
    session.flush()


def make_primary(session: "Session", post: Post, *, by: "Person", now: "datetime") -> None:
    """Make a post the one under which its holder is listed."""
    session.execute(
        sa.update(Post)
        .where(Post.user_id == post.user_id, Post.id != post.id, Post.is_primary)
        .values(is_primary=False)
    )
    post.is_primary = True
    session.flush()
    _note(session, "post.made_primary", post, by=by, now=now)


def _open_posts(session: "Session", post: Post) -> sa.ScalarResult[Post]:
    return session.scalars(
        sa.select(Post)
        .where(Post.user_id == post.user_id, Post.id != post.id, Post.ends_on.is_(None))
        .order_by(Post.starts_on, Post.id)
    )


def _note(session: "Session", action: str, post: Post, *, by: "Person", now: "datetime") -> None:
    record(
        session,
        action,
        now=now,
        by=by.id,
        acting_as=by.acting_id,
        subject=post.user_id,
        details={"post": str(post.id), "organization": str(post.organization_id)},
    )
