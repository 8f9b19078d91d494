"""Keeping accounts in order: those of leavers are closed, and those of the erased emptied."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.clock import day_of
from app.i18n.marks import N_
from app.identity.events import DayBegun
from app.identity.models import Post, SignInAttempt, User
from app.identity.queries.accounts import has_post, worked
from app.identity.service.accounts import disable_user
from app.identity.service.sign_in import digest
from app.outbox import queries as outbox_queries
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

NAMELESS = N_("登録を消した人")
"""What lists show in the place of a name where an account was erased."""


def begin_days(session: "Session", *, now: "datetime") -> None:
    """See that the daily jobs are under way; each day's event tells of the next (``handlers``)."""
    if not outbox_queries.is_under_way(session, DayBegun.__name__):
        outbox.publish(session, DayBegun(day_of(now), now))


def disable_leavers(session: "Session", *, on: "date", now: "datetime") -> list[uuid.UUID]:
    """Close the accounts of staff and teachers whose last post is over.

    Pupils, citizens, guardians and partners are never closed so: what they learn is theirs, and
    goes on. Nor is an account that an administrator opened again after its last post had ended.

    Args:
        session: The unit of work.
        on: The day; a post's last day is still one of work.
        now: The present instant.

    Returns:
        Whose were closed.
    """
    found = session.scalars(sa.select(User.id).where(*_is_leaver(on)).order_by(User.id)).all()
    for user_id in found:
        disable_user(session, user_id, now=now, reason="left")
    return list(found)


def _is_leaver(on: "date") -> list[sa.ColumnElement[bool]]:
    last = (
        sa.select(sa.func.max(Post.ends_on))
        .where(Post.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    opened_again = (
        sa.select(AuditEntry.sequence)
        .where(
            AuditEntry.subject_id == User.id,
            AuditEntry.action == "account.enabled",
            sa.func.date(AuditEntry.occurred_at) > last,
        )
        .correlate(User)
    )
    return [
        User.disabled_at.is_(None),
        User.is_guest.is_(False),
        User.grade.is_(None),
        worked(),
        ~has_post(on),
        ~opened_again.exists(),
    ]


def make_nameless(session: "Session", user: User, *, now: "datetime") -> None:
    """Take everything from an account that work of an organization still leads to.

    It is closed for good: nobody can prove to be whom it was, as there is nothing left to prove.
    """
    user.login_id = user.email = user.password_hash = user.nickname = user.grade = None
    user.family_name, user.given_name = NAMELESS, ""
    user.family_kana = user.given_kana = ""
    user.actor_name, user.merged_into_id = uuid.uuid4(), None
    user.settings, user.last_signed_in_on = {}, None
    user.created_at = user.disabled_at = now
    user.session_epoch += 1
    session.flush()


def forget_tries(session: "Session", user: User) -> None:
    """Delete what the limits of sign-in count of an account and of what it was typed as."""
    typed = [f"typed:{name}" for name in (user.login_id, user.email) if name]
    accounts = [digest(word) for word in (f"user:{user.id}", f"turn:download:{user.id}", *typed)]
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.account.in_(accounts)))
