"""棚卸し: the accounts within an administrator's reach, by last use, role, place and owner."""

import enum
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.clock import JST, day_of
from app.identity import policy
from app.identity.models import (
    LinkPurpose,
    OneTimeLink,
    Organization,
    OrganizationKind,
    Post,
    Role,
    User,
)
from app.identity.queries.people import is_current

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE_SIZE = 50
AT_ONCE = 500
STAFF_ROLES = (Role.TEACHER, Role.HR, Role.MANAGER, Role.ADMINISTRATOR)
STAFF_PLACES = (OrganizationKind.CITY, OrganizationKind.DEPARTMENT, OrganizationKind.BOARD)
_WEIGHTY = (Role.HR, Role.ADMINISTRATOR)


class State(enum.StrEnum):
    """What somebody looks for: open ones, closed ones, and those whose owners left."""

    OPEN = "open"
    CLOSED = "closed"
    LEFT = "left"


class Order(enum.StrEnum):
    """What the list is sorted by, within those who may do most and all others."""

    LAST_USE = "used"
    NAME = "name"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts somebody wants to see.

    Attributes:
        reach: Of the administrator.
        on: The day whose posts count.
        role: Of any present post, or None.
        organization_id: Of any present post, or None.
        state: Or None for all.
        unused_since: Only accounts that were last used before this day, or never.
        order: See ``Order``.
    """

    reach: policy.Reach
    on: date
    role: Role | None = None
    organization_id: uuid.UUID | None = None
    state: State | None = None
    unused_since: date | None = None
    order: Order = Order.LAST_USE


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list.

    Attributes:
        place: Of the main post; "" without one.
        role: Of the main post.
        is_weighty: Whether it may read or change what is other people's (HR, administrators).
        invited_by: Who invited its owner; "" for nobody.
        has_post: Whether there is a present post.
    """

    id: uuid.UUID
    name: str
    login: str
    place: str
    role: Role | None
    is_weighty: bool
    invited_by: str
    has_post: bool
    made_on: date
    last_used_on: date | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Fifty accounts; ``number`` counts pages from 1, ``total`` counts accounts."""

    rows: Sequence[Account]
    number: int
    total: int
    has_more: bool


def worked() -> sa.ColumnElement[bool]:
    """Return the clause of people who ever had a post of staff or of a teacher."""
    return (
        sa.select(Post.id)
        .join(Organization, Organization.id == Post.organization_id)
        .where(
            Post.user_id == User.id,
            sa.or_(
                Post.role.in_(STAFF_ROLES),
                sa.and_(Post.role == Role.LEARNER, Organization.kind.in_(STAFF_PLACES)),
            ),
        )
        .correlate(User)
        .exists()
    )


def has_post(on: date, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return the clause of people with a post on a day, or with one that is yet to begin."""
    lasts = sa.or_(Post.ends_on.is_(None), Post.ends_on >= on)
    asked = sa.select(Post.id).where(Post.user_id == User.id, lasts, *more)
    return asked.correlate(User).exists()


def accounts_page(session: "Session", wanted: Wanted, *, page: int = 1) -> AccountsPage:
    """Return one page of the list; two queries."""
    where = _where(wanted)
    total = session.scalar(sa.select(sa.func.count()).select_from(User).where(*where)) or 0
    asked = _asked(wanted).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = [_account(row) for row in session.execute(asked)]
    return AccountsPage(rows, page, total, has_more=page * PAGE_SIZE < total)


def all_accounts(session: "Session", wanted: Wanted) -> Iterator[Account]:
    """Yield the whole list, for a file."""
    start = 0
    while True:
        rows = session.execute(_asked(wanted).limit(AT_ONCE).offset(start)).all()
        yield from (_account(row) for row in rows)
        if len(rows) < AT_ONCE:
            return
        start += AT_ONCE


def _asked(wanted: Wanted) -> sa.Select[User, Post, str, bool, User]:
    inviter = aliased(User)
    invited_by = (
        sa.select(OneTimeLink.created_by_id)
        .where(OneTimeLink.user_id == User.id, OneTimeLink.purpose == LinkPurpose.INVITE)
        .order_by(OneTimeLink.created_at)
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    listed = (
        sa.select(Post.id)
        .where(Post.user_id == User.id, is_current(wanted.on))
        .order_by(Post.is_primary.desc(), Post.starts_on, Post.id)
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    weighty = has_post(wanted.on, Post.role.in_(_WEIGHTY)).label("is_weighty")
    orders: dict[Order, tuple[Any, ...]] = {
        Order.LAST_USE: (User.last_signed_in_on.is_not(None), User.last_signed_in_on),
        Order.NAME: (),
        Order.PLACE: (Organization.name.is_(None), Organization.name),
    }
    return (
        sa.select(User, Post, Organization.name, weighty, inviter)
        .outerjoin(Post, Post.id == listed)
        .outerjoin(Organization, Organization.id == Post.organization_id)
        .outerjoin(inviter, inviter.id == invited_by)
        .where(*_where(wanted))
        .order_by(weighty.desc(), *orders[wanted.order], User.name_order, User.id)
    )


def _where(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    now = is_current(wanted.on)
    where: list[sa.ColumnElement[bool]] = [User.is_guest.is_(False), *_within(wanted)]
    if wanted.role is not None:
        where.append(has_post(wanted.on, now, Post.role == wanted.role))
    if wanted.organization_id is not None:
        where.append(has_post(wanted.on, now, Post.organization_id == wanted.organization_id))
    if wanted.unused_since is not None:
        never = User.last_signed_in_on.is_(None)
        where.append(sa.or_(never, User.last_signed_in_on < wanted.unused_since))
        where.append(User.created_at < _beginning(wanted.unused_since))
    states: dict[State | None, list[sa.ColumnElement[bool]]] = {
        None: [],
        State.OPEN: [User.disabled_at.is_(None)],
        State.CLOSED: [User.disabled_at.is_not(None)],
        State.LEFT: [User.disabled_at.is_not(None), worked(), ~has_post(wanted.on)],
    }
    return where + states[wanted.state]


def _within(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return the clause of who has a post within reach, or had their last one there."""
    if wanted.reach.is_whole:
        return []
    ids = wanted.reach.organization_ids
    ever = sa.select(Post.id).where(Post.user_id == User.id, Post.organization_id.in_(ids))
    here = has_post(wanted.on, Post.organization_id.in_(ids))
    return [sa.or_(here, sa.and_(~has_post(wanted.on), ever.correlate(User).exists()))]


def _account(row: Any) -> Account:  # noqa: ANN401  a row of the query above
    user, post, place, is_weighty, inviter = row
    return Account(
        id=user.id,
        name=user.name,
        login=user.login_id or user.email or "",
        place=place or "",
        role=None if post is None else post.role,
        is_weighty=bool(is_weighty),
        invited_by="" if inviter is None else inviter.name,
        has_post=post is not None,
        made_on=day_of(user.created_at),
        last_used_on=user.last_signed_in_on,
        is_closed=user.disabled_at is not None,
    )


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), JST).astimezone(UTC)
