"""One-time links: a forgotten password, and an invitation."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.audit import service as audit
from app.identity import rules
from app.identity.errors import LinkUnusable, TooManyAttempts
from app.identity.events import PasswordResetRequested
from app.identity.models import LinkPurpose, OneTimeLink, Organization, Role, User
from app.identity.service.accounts import NewUser, add_post, choose_login, create_user
from app.identity.service.passwords import set_password
from app.identity.service.sign_in import take_turn
from app.outbox import service as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

HANDED_OVER_FOR = timedelta(days=1)
MAILED_FOR = timedelta(hours=1)
INVITED_FOR = timedelta(days=7)
MAILS = 3


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A fresh link. ``token`` exists here and in the URL only."""

    user_id: uuid.UUID
    token: str
    expires_at: "datetime"

    def url(self, public_url: str) -> str:
        """Return the whole address to hand over."""
        return f"{public_url}/password/reset/{self.token}"


def issue_reset_link(
    session: "Session",
    user_id: uuid.UUID,
    *,
    now: "datetime",
    created_by_id: uuid.UUID | None = None,
    lives: timedelta = HANDED_OVER_FOR,
) -> IssuedLink:
    """Make a link with which a person chooses a new password; earlier ones are void.

    Raises:
        NoResultFound: There is no such user.
    """
    user = session.get_one(User, user_id)
    audit.record(session, "account.reset_link", now=now, by=created_by_id, subject=user_id)
    return _issue(session, user, LinkPurpose.RESET, created_by_id, now=now, lives=lives)


def request_reset(session: "Session", email: str, *, now: "datetime") -> None:
    """Ask for a link by mail; for an address nobody has, nothing happens and nothing is said.

    The fourth request for one address within 15 minutes is dropped, as silently.
    """
    key = rules.login_key(email)
    try:
        take_turn(session, f"mail:{key}", address=None, limit=MAILS, now=now)
    except TooManyAttempts:
        return
    user_id = session.scalar(
        sa.select(User.id).where(User.email == key, User.disabled_at.is_(None))
    )
    if user_id is not None:
        outbox.publish(session, PasswordResetRequested(user_id, now))
        session.flush()


def invite(
    session: "Session",
    new: NewUser,
    organization: Organization,
    role: Role,
    *,
    now: "datetime",
    created_by_id: uuid.UUID | None = None,
    is_demo: bool = False,
) -> IssuedLink:
    """Make an account with one post, and the link by which its owner takes it over.

    Raises:
        LoginTaken: Somebody has this login id or e-mail address.
    """
    user = create_user(session, new, now=now, is_demo=is_demo)
    add_post(session, user, organization, role, starts_on=clock.day_of(now))
    details = {"organization": str(organization.id), "role": role.value}
    audit.record(
        session,
        "account.invited",
        now=now,
        by=created_by_id,
        subject=user.id,
        details=details,
    )
    return _issue(session, user, LinkPurpose.INVITE, created_by_id, now=now, lives=INVITED_FOR)


def use_link(
    session: "Session", token: str, password: str, *, now: "datetime", login: str | None = None
) -> User:
    """Set the password of the person a link belongs to, and spend the link.

    Args:
        session: The unit of work.
        token: From the URL.
        password: The new one.
        now: The present instant.
        login: The login id or e-mail address an invited person without one has chosen.

    Raises:
        LinkUnusable: Unknown, used, expired or voided, or the account is disabled.
        PasswordRefused: The password breaks the policy; the link stays usable.
        LoginTaken: As above.
    """
    link = session.scalars(
        sa.select(OneTimeLink)
        .where(OneTimeLink.token_sha256 == digest_of(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkUnusable
    user = session.get_one(User, link.user_id)
    if user.disabled_at is not None:
        raise LinkUnusable
    if user.login_id is None and user.email is None:
        if login is None:
            raise LinkUnusable
        choose_login(session, user, login)
    set_password(user, password)
    void_open_links(session, user.id, now=now)
    session.flush()
    return user


def digest_of(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _issue(
    session: "Session",
    user: User,
    purpose: LinkPurpose,
    created_by_id: uuid.UUID | None,
    *,
    now: "datetime",
    lives: timedelta,
) -> IssuedLink:
    void_open_links(session, user.id, now=now)
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            user_id=user.id,
            purpose=purpose,
            token_sha256=digest_of(token),
            expires_at=now + lives,
            created_at=now,
            created_by_id=created_by_id,
        )
    )
    session.flush()
    return IssuedLink(user.id, token, now + lives)


def void_open_links(session: "Session", user_id: uuid.UUID, *, now: "datetime") -> None:
    """Let no link of somebody's open anything any more."""
    session.execute(
        sa.update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
