"""People and organizations for tests; a test names only what it is about."""

import itertools
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.identity.service import NewUser, add_post, create_organization, create_user

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""A Sunday in November, ten in the morning in Japan."""
TODAY = date(2026, 11, 22)
APRIL = date(2026, 4, 1)
PASSWORD = "yuki no asa ni aruku"

_numbers = itertools.count(1)


def an_organization(
    session: "Session",
    name: str | None = None,
    *,
    kind: OrganizationKind = OrganizationKind.DEPARTMENT,
    parent: Organization | None = None,
    position: int | None = None,
) -> Organization:
    """Make an organization, a department unless said otherwise."""
    name = name or f"第{next(_numbers)}課"
    return create_organization(session, name, kind, parent=parent, position=position)


def a_city(session: "Session") -> Organization:
    """Make the top of a tree."""
    return an_organization(session, "犀川市", kind=OrganizationKind.CITY)


def a_school(session: "Session", *, parent: Organization | None = None) -> Organization:
    """Make a school."""
    return an_organization(session, None, kind=OrganizationKind.SCHOOL, parent=parent)


def a_user(
    session: "Session",
    *,
    family_name: str = "森",
    given_name: str = "さくら",
    family_kana: str = "モリ",
    given_kana: str = "サクラ",
    login_id: str | None = None,
    email: str | None = None,
    password: str | None = None,
    grade: int | None = None,
    is_demo: bool = False,
) -> User:
    """Make an adult without any post: a citizen; with ``grade``, a child without a school."""
    if login_id is None and email is None:
        login_id = f"user{next(_numbers)}"
    new = NewUser(
        family_name=family_name,
        given_name=given_name,
        family_kana=family_kana,
        given_kana=given_kana,
        login_id=login_id,
        email=email,
        password=password,
        grade=grade,
    )
    return create_user(session, new, now=NOW, is_demo=is_demo)


def a_post(
    session: "Session",
    user: User,
    organization: Organization,
    role: Role = Role.LEARNER,
    *,
    number: int | None = None,
    title: str = "",
    starts_on: date = APRIL,
) -> Post:
    """Give a person a place and a role since April."""
    return add_post(
        session,
        user,
        organization,
        role,
        starts_on=starts_on,
        title=title,
        attendance_number=number,
    )


def a_citizen(session: "Session") -> User:
    """Make an adult citizen."""
    return a_user(session)


def a_child(
    session: "Session",
    *,
    grade: int = 3,
    school: Organization | None = None,
    number: int | None = None,
) -> User:
    """Make a pupil of a school."""
    child = a_user(session, given_name="ゆい", given_kana="ユイ", grade=grade)
    a_post(session, child, school or a_school(session), number=number)
    return child


def a_clerk(session: "Session", *, department: Organization | None = None) -> User:
    """Make somebody who works for the city and learns."""
    clerk = a_user(session, given_name="みさき", given_kana="ミサキ")
    a_post(session, clerk, department or an_organization(session))
    return clerk


def an_administrator(session: "Session", *, of: Organization | None = None) -> User:
    """Make an administrator: of the city itself unless said otherwise."""
    administrator = a_user(session, given_name="かおる", given_kana="カオル")
    a_post(session, administrator, of or a_city(session), Role.ADMINISTRATOR)
    return administrator


def sign_in(client: "FlaskClient", user: User) -> None:
    """Give a client the session cookie of a user, as a sign-in with two factors would."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{user.id}:{user.session_epoch}"
        cookie["_fresh"] = True
        cookie["amr"] = ["pwd", "otp", "mfa"]


def is_in(client: "FlaskClient") -> bool:
    """Say whether the client's cookie still opens a page for the signed-in only."""
    return client.get("/admin/people").status_code != 302
