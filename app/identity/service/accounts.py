"""Making, changing and closing accounts."""

import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound

from app.audit import service as audit
from app.identity import rules
from app.identity.errors import LoginTaken, TooYoung
from app.identity.models import Organization, Post, Role, User
from app.identity.service.passwords import hash_password, refuse_weak

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card on a demo's sign-in page; see ``queries.DemoCard`` for its fields.

    ``place`` is its rank on the page, from 1.
    """

    place: int
    group: str
    title: str
    text: str
    tile: str
    field: str


@dataclass(frozen=True, slots=True)
class NewUser:
    """What an account is made of; names and readings as typed.

    ``login_id`` and ``email`` may both be missing: then somebody has to hand out a link.
    """

    family_name: str
    given_name: str
    family_kana: str = ""
    given_kana: str = ""
    login_id: str | None = None
    email: str | None = None
    password: str | None = None
    grade: int | None = None
    nickname: str | None = None
    card: NewCard | None = None


@dataclass(frozen=True, slots=True)
class CitizenSignUp:
    """What a citizen types to join; ``login`` is a login id or an e-mail address."""

    family_name: str
    given_name: str
    login: str
    password: str
    birth_year: int


def create_user(
    session: "Session", new: NewUser, *, now: "datetime", is_demo: bool = False
) -> User:
    """Make an account without any post.

    Args:
        session: The unit of work.
        new: Who.
        now: The present instant.
        is_demo: A made-up person; the demo may hold no others. Their passwords may be simple.

    Raises:
        LoginTaken: Somebody has this login id or e-mail address.
        PasswordRefused: The password breaks the policy.
    """
    user = User(
        login_id=None if new.login_id is None else rules.login_key(new.login_id),
        email=None if new.email is None else rules.login_key(new.email),
        family_name=rules.kept_name(new.family_name),
        given_name=rules.kept_name(new.given_name),
        family_kana=rules.kept_kana(new.family_kana),
        given_kana=rules.kept_kana(new.given_kana),
        nickname=None if new.nickname is None else rules.kept_name(new.nickname),
        grade=new.grade,
        is_demo=is_demo,
        settings={} if new.card is None else {"card": asdict(new.card)},
        session_epoch=0,
        created_at=now,
    )
    if new.password is not None:
        if not is_demo:
            refuse_weak(user, new.password)
        user.password_hash = hash_password(new.password)
    _add(session, user)
    return user


def sign_up_citizen(
    session: "Session",
    new: CitizenSignUp,
    *,
    now: "datetime",
    this_year: int,
    is_demo: bool = False,
    adult_age: int = rules.ADULT_AGE,
) -> User:
    """Let an adult citizen join: a learner without post, role or grade, whatever was sent.

    The year of birth is judged here and not kept.

    Raises:
        TooYoung: The year makes ``adult_age`` impossible.
        LoginTaken: Somebody has this login id or e-mail address.
        PasswordRefused: The password breaks the policy.
    """
    if not rules.old_enough(new.birth_year, this_year=this_year, adult_age=adult_age):
        raise TooYoung
    key = rules.login_key(new.login)
    account = NewUser(
        family_name=new.family_name,
        given_name=new.given_name,
        login_id=None if rules.is_email(key) else key,
        email=key if rules.is_email(key) else None,
    )
    user = create_user(session, account, now=now, is_demo=is_demo)
    refuse_weak(user, new.password)
    user.password_hash = hash_password(new.password)
    session.flush()
    return user


def choose_login(session: "Session", user: User, login: str) -> None:
    """Give an invited person the login id or e-mail address they chose.

    Raises:
        LoginTaken: Somebody has it.
    """
    key = rules.login_key(login)
    column = User.email if rules.is_email(key) else User.login_id
    _refuse_taken(session, column == key)
    if rules.is_email(key):
        user.email = key
    else:
        user.login_id = key
    session.flush()


def _add(session: "Session", user: User) -> None:
    keys = [
        column == key
        for column, key in ((User.login_id, user.login_id), (User.email, user.email))
        if key is not None
    ]
    if keys:
        _refuse_taken(session, sa.or_(*keys))
    try:
        with session.begin_nested():  # two at once on PostgreSQL: the unique key decides
            session.add(user)
            session.flush()
    except IntegrityError as error:
        if keys and any(name in str(error.orig) for name in ("login_id", "email")):
            raise LoginTaken from error
        raise


def _refuse_taken(session: "Session", is_theirs: sa.ColumnElement[bool]) -> None:
    if session.scalar(sa.select(sa.exists().where(is_theirs))):
        raise LoginTaken


def add_post(
    session: "Session",
    user: User,
    organization: Organization,
    role: Role,
    *,
    starts_on: "date",
    title: str = "",
    attendance_number: int | None = None,
) -> Post:
    """Give a person a place and a role; the first open post is the primary one."""
    has_primary = session.scalar(
        sa.select(
            sa.exists().where(Post.user_id == user.id, Post.is_primary, Post.ends_on.is_(None))
        )
    )
    post = Post(
        user_id=user.id,
        organization_id=organization.id,
        role=role,
        title=title,
        is_primary=not has_primary,
        attendance_number=attendance_number,
        starts_on=starts_on,
    )
    session.add(post)
    session.flush()
    return post


def change_display(session: "Session", user_id: uuid.UUID, choices: "Mapping[str, str]") -> None:
    """Keep the display settings a person chose, in place of earlier ones.

    Raises:
        NoResultFound: There is no such user.
    """
    user = session.get_one(User, user_id)
    user.settings = {**user.settings, "display": dict(choices)}
    session.flush()


def sign_out_everywhere(
    session: "Session", user_id: uuid.UUID, *, now: "datetime", by: uuid.UUID | None = None
) -> None:
    """End every session of a person, this one included.

    Args:
        session: The unit of work.
        user_id: Whose.
        now: The present instant.
        by: Who wants it; None where somebody just signs out, which is no act to keep.

    Raises:
        NoResultFound: There is no such user.
    """
    session.get_one(User, user_id).session_epoch += 1
    session.flush()
    if by is not None:
        audit.record(session, "account.signed_out", now=now, by=by, subject=user_id)


def disable_user(
    session: "Session",
    user_id: uuid.UUID,
    *,
    now: "datetime",
    by: uuid.UUID | None = None,
    acting_as: uuid.UUID | None = None,
    reason: str = "",
) -> None:
    """Close an account: its sessions end now, nothing they made is lost.

    Args:
        session: The unit of work.
        user_id: Whose.
        now: The present instant.
        by: Who decided; None for the command line and for the house itself.
        acting_as: The post they act in.
        reason: A code for the log: ``left``, ``unused``, ``merged``.

    Raises:
        NoResultFound: There is no such user.
    """
    user = session.get_one(User, user_id)
    if user.disabled_at is None:
        user.disabled_at = now
        user.session_epoch += 1
        details = {"reason": reason} if reason else {}
        audit.record(
            session,
            "account.disabled",
            now=now,
            by=by,
            acting_as=acting_as,
            subject=user_id,
            details=details,
        )
    session.flush()


def enable_user(
    session: "Session",
    user_id: uuid.UUID,
    *,
    now: "datetime",
    by: uuid.UUID | None = None,
    acting_as: uuid.UUID | None = None,
) -> None:
    """Open a closed account again, with the password it had.

    One that was merged into another stays closed: its records are the other's now.

    Raises:
        NoResultFound: There is no such user, or it was merged into another.
    """
    user = session.get_one(User, user_id)
    if user.merged_into_id is not None:
        raise NoResultFound
    if user.disabled_at is not None:
        user.disabled_at = None
        audit.record(
            session, "account.enabled", now=now, by=by, acting_as=acting_as, subject=user_id
        )
    session.flush()
