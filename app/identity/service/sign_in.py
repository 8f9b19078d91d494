"""Trying a password: count first, look afterwards, forgive on success.

Three steps, so that the slow hash is computed while no lock is held: ``begin_sign_in`` in one
transaction, ``password_matches`` outside, ``finish_sign_in`` in another.
"""

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound

from app import clock
from app.audit import service as audit
from app.identity import policy, rules
from app.identity.errors import AccountMerged, TooManyAttempts, WrongPassword
from app.identity.models import SignInAttempt, User
from app.identity.service import passwords

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_FORGET = (
    sa.delete(SignInAttempt)
    .where(SignInAttempt.tried_at < sa.bindparam("before"))
    .execution_options(synchronize_session=False)
)


_NOTED = "noted"
"""The address under which the limits table counts what was written down; nobody comes from it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that has been counted. ``user_id`` and ``password_hash`` are None for nobody."""

    account: str
    address: str
    user_id: uuid.UUID | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who has come in, and the epoch their session belongs to."""

    user_id: uuid.UUID
    session_epoch: int


def begin_sign_in(
    session: "Session", login: str, *, address: str | None, now: "datetime"
) -> Attempt:
    """Count a try of ``login``, and return what to hold the password against.

    Args:
        session: The unit of work.
        login: A login id or an e-mail address, as typed.
        address: Where the request comes from.
        now: The present instant.

    Raises:
        TooManyAttempts: The limits of the package's docstring; the password is not looked at.
    """
    key = rules.login_key(login)
    user = session.scalars(sa.select(User).where(_named(key))).one_or_none() if key else None
    return _begin(session, user, typed=key, address=address, now=now)


def begin_check(
    session: "Session", user_id: uuid.UUID, *, address: str | None, now: "datetime"
) -> Attempt:
    """Count a try of the password of somebody who is signed in already.

    Raises:
        TooManyAttempts: As with ``begin_sign_in``.
        NoResultFound: There is no such user.
    """
    user = session.get_one(User, user_id)
    return _begin(session, user, typed="", address=address, now=now)


def password_matches(attempt: Attempt, password: str) -> bool:
    """Say whether the password is right; touches no database, and takes tens of milliseconds."""
    return passwords.matches(attempt.password_hash, password)


def finish_sign_in(
    session: "Session", attempt: Attempt, password: str, *, now: "datetime"
) -> Entrance:
    """Let somebody in whose password matched: forget the failures, renew an outdated hash.

    Raises:
        WrongPassword: The account has gone, or was disabled, in between.
        AccountMerged: The account was merged into another of the same person.
    """
    user = None if attempt.user_id is None else session.get(User, attempt.user_id)
    if user is not None and user.merged_into_id is not None:
        stays = session.get_one(User, user.merged_into_id)
        raise AccountMerged(stays.login_id or stays.email or "")
    if user is None or user.disabled_at is not None:
        raise WrongPassword
    forgive(session, attempt, now=now)
    if attempt.password_hash is not None and passwords.is_outdated(attempt.password_hash):
        user.password_hash = passwords.hash_password(password)
    return _enter(session, user, now=now)


def enter_by_card(
    session: "Session", user_id: uuid.UUID, *, is_demo_site: bool, now: "datetime"
) -> Entrance:
    """Sign in one of a demo's made-up people by one press.

    Raises:
        NoResultFound: This is no demo, or that person has no card.
    """
    user = session.get(User, user_id)
    if user is None or user.disabled_at is not None:
        raise NoResultFound
    allowed = policy.can_enter_by_card(
        is_demo_site=is_demo_site, is_demo_user=user.is_demo, has_card="card" in user.settings
    )
    if not allowed:
        raise NoResultFound
    return _enter(session, user, now=now)


def enter(session: "Session", user_id: uuid.UUID, *, now: "datetime") -> Entrance:
    """Sign in somebody who has just proved themselves: after sign-up, or by a one-time link.

    Raises:
        NoResultFound: There is no such user.
    """
    return _enter(session, session.get_one(User, user_id), now=now)


def change_password(
    session: "Session", attempt: Attempt, new_password: str, *, now: "datetime"
) -> Entrance:
    """Set a new password after the old one matched; every other session ends.

    Raises:
        PasswordRefused: The new password breaks the policy.
        WrongPassword: The account has gone, or was disabled, in between.
    """
    user = None if attempt.user_id is None else session.get(User, attempt.user_id)
    if user is None or user.disabled_at is not None:
        raise WrongPassword
    forgive(session, attempt, now=now)
    passwords.set_password(user, new_password)
    session.flush()
    return Entrance(user.id, user.session_epoch)


def take_turn(
    session: "Session", what: str, *, address: str | None, limit: int, now: "datetime"
) -> None:
    """Count something that one address may do ``limit`` times in 15 minutes, such as signing up.

    Raises:
        TooManyAttempts: It has.
    """
    row = count_try(session, digest(f"turn:{what}"), rules.network_of(address), now=now)
    if row.failures > limit:
        raise TooManyAttempts(row.window_started_at + rules.WINDOW, limit=what.partition(":")[0])


def take_back_turn(session: "Session", what: str, *, address: str | None) -> None:
    """Count one turn less of those that ``take_turn`` counts: it was no failure."""
    row = _locked(session, digest(f"turn:{what}"), rules.network_of(address))
    if row is not None:
        row.failures = max(0, row.failures - 1)
        session.flush()


def network_digest(address: str | None) -> str:
    """Return the name of the network that an address is in, to be compared and not read."""
    return digest(f"network:{rules.network_of(address)}")


def note_limit(
    session: "Session", reached: TooManyAttempts, *, address: str | None, now: "datetime"
) -> None:
    """Write into the log of acts that a limit was reached; in a transaction of its own.

    Once in 15 minutes for each account, and for each address of a spray, however often it is
    tried: whoever attacks must not fill the log.
    """
    whose = reached.user_id if reached.limit != "spray" else None
    about = f"{reached.limit}:{whose or rules.network_of(address)}"
    if count_try(session, digest(f"noted:{about}"), _NOTED, now=now).failures == 1:
        audit.record(
            session,
            "sign_in.limited",
            now=now,
            subject=whose,
            details={"limit": reached.limit},
        )


def _named(key: str) -> sa.ColumnElement[bool]:
    return User.email == key if rules.is_email(key) else User.login_id == key


def _begin(
    session: "Session", user: User | None, *, typed: str, address: str | None, now: "datetime"
) -> Attempt:
    account = digest(f"typed:{typed}" if user is None else f"user:{user.id}")
    row = count_try(session, account, rules.network_of(address), now=now)
    tries = tries_of(session, row, now=now)
    if not rules.may_try(tries):
        raise TooManyAttempts(
            row.window_started_at + rules.WINDOW,
            limit="spray" if rules.is_spray(tries) else "account",
            user_id=None if user is None else user.id,
        )
    session.execute(_FORGET, {"before": now - rules.KNOWN_FOR})
    usable = user is not None and (
        user.disabled_at is None or user.merged_into_id is not None  # told where to go, if right
    )
    return Attempt(
        account=account,
        address=row.address,
        user_id=user.id if user is not None and usable else None,
        password_hash=user.password_hash if user is not None and usable else None,
    )


def count_try(session: "Session", account: str, address: str, *, now: "datetime") -> SignInAttempt:
    """Count a try of ``account`` from ``address``, and return its row, held."""
    row = _locked(session, account, address)
    if row is None:
        row = SignInAttempt(
            account=account, address=address, window_started_at=now, failures=0, tried_at=now
        )
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:  # two at once on PostgreSQL: the other made the row
            row = session.get_one(
                SignInAttempt, (account, address), with_for_update=True, populate_existing=True
            )
    if row.window_started_at <= now - rules.WINDOW:
        row.window_started_at, row.failures = now, 0
    row.failures += 1
    row.tried_at = now
    session.flush()
    return row


def _locked(session: "Session", account: str, address: str) -> SignInAttempt | None:
    return session.get(
        SignInAttempt, (account, address), with_for_update=True, populate_existing=True
    )


def tries_of(session: "Session", row: SignInAttempt, *, now: "datetime") -> rules.Tries:
    """Return what the limits table knows around ``row``, this try included."""
    recent = sa.and_(
        SignInAttempt.window_started_at > now - rules.WINDOW, SignInAttempt.failures > 0
    )
    anywhere, accounts_here = session.execute(
        sa.select(
            sa.select(sa.func.coalesce(sa.func.sum(SignInAttempt.failures), 0))
            .where(SignInAttempt.account == row.account, recent)
            .scalar_subquery(),
            sa.select(sa.func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.address == row.address, recent)
            .scalar_subquery(),
        )
    ).one()
    known_since = now - rules.KNOWN_FOR
    return rules.Tries(
        here=row.failures,
        anywhere=anywhere,
        accounts_here=accounts_here,
        is_known_here=row.succeeded_at is not None and row.succeeded_at > known_since,
    )


def forgive(session: "Session", attempt: Attempt, *, now: "datetime") -> None:
    """Forget the failures of whoever has now proved themselves."""
    row = _locked(session, attempt.account, attempt.address)
    if row is not None:
        row.failures, row.succeeded_at = 0, now


def take_back(session: "Session", attempt: Attempt) -> None:
    """Count one try less, and leave the failures around it."""
    row = _locked(session, attempt.account, attempt.address)
    if row is not None:
        row.failures = max(0, row.failures - 1)  # a new window may have begun in between


def _enter(session: "Session", user: User, *, now: "datetime") -> Entrance:
    user.last_signed_in_on = clock.day_of(now)
    session.flush()
    return Entrance(user.id, user.session_epoch)


def digest(text: str) -> str:
    """Return the name of an account in the limits table."""
    return hashlib.sha256(text.encode()).hexdigest()
