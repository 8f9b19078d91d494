"""One of two accounts of a person closes, and the other takes what it lacks of how to get in."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import Post, Role, User
from app.identity.queries.people import is_current
from app.identity.service.accounts import disable_user
from app.identity.service.links import void_open_links

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

FILLED = ("sourced_id", "master_identifier", "family_kana", "given_kana", "nickname")
"""What the account that stays takes where it has none, besides the ways in (``gains``)."""


UNIQUE = frozenset({"sourced_id", "master_identifier", "login_id", "email"})
"""Of these there is one in the whole house: what is taken leaves the account that closes."""


def hold_both(session: "Session", first: uuid.UUID, second: uuid.UUID) -> None:
    """Hold two accounts until the transaction ends, always in the same order.

    Raises:
        NoResultFound: One of them is not there.
    """
    for one in sorted((first, second)):
        session.get_one(User, one, with_for_update=True, populate_existing=True)


def gains(session: "Session", remaining: User, other: User, *, on: "date") -> tuple[str, ...]:
    """Return the columns that the account that stays takes from the other.

    A login goes with its password, and only where there is neither: whoever goes on to type the
    old one must be told where to go. An address goes where there is none, for letters. A grade
    goes only with a place at a school, so that no adult becomes a pupil by an account of long ago.
    """
    found = [name for name in FILLED if not getattr(remaining, name) and getattr(other, name)]
    if remaining.email is None and other.email is not None:
        found.append("email")
    if remaining.password_hash is None:
        names = ("login_id", "password_hash")
        found += [one for one in names if not getattr(remaining, one) and getattr(other, one)]
    if remaining.grade is None and other.grade is not None and _learns(session, other.id, on=on):
        found.append("grade")
    return tuple(found)


def close_merged(
    session: "Session",
    remaining: User,
    other: User,
    taken: "Sequence[str]",
    *,
    by: uuid.UUID,
    acting_as: uuid.UUID | None,
    now: "datetime",
) -> None:
    """Close an account for good in favor of another; what it held has been handed over.

    It keeps its own login and password where the other has its own, only so that whoever types
    them is told which login to use now (``sign_in``). Accounts that it had taken over lead to
    the one that stays, in one step. ``taken`` are the columns of ``gains``, asked before anything
    was handed over.
    """
    values = {name: getattr(other, name) for name in taken}
    for name in taken:
        if name in UNIQUE:
            setattr(other, name, None)
    session.flush()  # first let go: these columns are unique
    for name, value in values.items():
        setattr(remaining, name, value)
    void_open_links(session, other.id, now=now)
    disable_user(session, other.id, now=now, by=by, acting_as=acting_as, reason="merged")
    session.execute(
        sa.update(User)
        .where(User.merged_into_id == other.id)
        .values(merged_into_id=remaining.id)
        .execution_options(synchronize_session=False)
    )
    other.merged_into_id = remaining.id
    other.session_epoch += 1
    session.flush()


def _learns(session: "Session", user_id: uuid.UUID, *, on: "date") -> bool:
    asked = sa.exists().where(Post.user_id == user_id, Post.role == Role.LEARNER, is_current(on))
    return bool(session.scalar(sa.select(asked)))
