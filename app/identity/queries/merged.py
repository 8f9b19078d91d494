"""Accounts of one person: the one that stays, and those that were merged into it.

Statements keep the actor they came with. So whoever looks for a person by an actor asks here for
all names under which that person acted; ``User.merged_into_id`` always leads to the account that
stays in one step (``service.merging`` sees to it).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.clock import day_of
from app.identity.models import User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Account = aliased(User, name="account")
"""Any account of a ``User``: joined by ``is_account_of_user``."""


@dataclass(frozen=True, slots=True)
class AccountOf:
    """An account of a person; ``closed_on`` is None for the one that stays, if it is open."""

    id: uuid.UUID
    actor_name: uuid.UUID
    name: str
    login: str
    email: str | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What a page of an account says of others of the same person.

    ``into`` is the account that stays, on the page of one that was merged; ``taken`` are those
    that were merged into the account of the page.
    """

    into: AccountOf | None
    taken: Sequence[AccountOf]


def is_account_of_user() -> sa.ColumnElement[bool]:
    """Return the clause that joins ``Account`` to the ``User`` that stays."""
    return sa.and_(
        User.merged_into_id.is_(None),
        sa.or_(Account.id == User.id, Account.merged_into_id == User.id),
    )


def accounts_of(session: "Session", user_id: uuid.UUID) -> list[AccountOf]:
    """Return all accounts of the person to whom one belongs: the one that stays comes first."""
    return _accounts(session, User.id == user_id)


def _accounts(session: "Session", which: sa.ColumnElement[bool]) -> list[AccountOf]:
    remaining = (
        sa.select(sa.func.coalesce(User.merged_into_id, User.id)).where(which).scalar_subquery()
    )
    rows = session.scalars(
        sa.select(Account)
        .where(sa.or_(Account.id == remaining, Account.merged_into_id == remaining))
        .order_by(Account.merged_into_id.is_not(None), Account.created_at, Account.id)
    )
    return [_account(one) for one in rows]


def accounts_of_actor(session: "Session", actor_name: uuid.UUID) -> list[AccountOf]:
    """Return all accounts of the person who acts under a name; none for a stranger."""
    return _accounts(session, User.actor_name == actor_name)


def actor_names(session: "Session", user_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the names under which a person acted, in statements; their present one first."""
    return [one.actor_name for one in accounts_of(session, user_id)]


def remaining_id(session: "Session", user_id: uuid.UUID) -> uuid.UUID:
    """Return the account that stays of a person.

    Raises:
        NoResultFound: There is no such user.
    """
    return session.scalars(
        sa.select(sa.func.coalesce(User.merged_into_id, User.id)).where(User.id == user_id)
    ).one()


def merged(session: "Session", user_id: uuid.UUID) -> Merged:
    """Return what else there is of the person of an account; one query."""
    remaining, *taken = accounts_of(session, user_id)
    if remaining.id != user_id:
        return Merged(remaining, ())
    return Merged(None, taken)


def _account(one: User) -> AccountOf:
    return AccountOf(
        id=one.id,
        actor_name=one.actor_name,
        name=one.name,
        login=one.login_id or one.email or "",
        email=one.email,
        closed_on=None if one.disabled_at is None else day_of(one.disabled_at),
    )
