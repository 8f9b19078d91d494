"""Whatever limit of getting in is reached, it stands in the log of acts, once."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.identity.models import User
from app.identity.service import ensure_installation
from tests.client import PageClient, sign_in
from tests.factories.identity import NOW, PASSWORD, a_user
from tests.request.proving import proved_now

pytestmark = pytest.mark.usefixtures("cheap_hash")

WRONG = "chigau kotoba de aru"
Sent = Callable[[PageClient, User], object]


def to_confirm(client: PageClient, _user: User) -> object:
    return client.post("/settings/second-factors/confirm", data={"password": WRONG})


def for_another_password(client: PageClient, _user: User) -> object:
    sent = {"current": WRONG, "new": "atarashii kotoba", "again": "atarashii kotoba"}
    return client.post("/settings/password", data=sent)


def to_erase(client: PageClient, _user: User) -> object:
    return client.post("/my/data/erase", data={"password": WRONG})


def by_class_code(client: PageClient, _user: User) -> object:
    return client.post("/class", data={"code": "ABC234"})


@pytest.mark.parametrize(
    ("send", "limit"),
    [
        (to_confirm, "account"),
        (for_another_password, "account"),
        (to_erase, "account"),
        (by_class_code, "class-code"),
    ],
)
def test_a_limit_that_is_reached_is_noted_once(
    client: PageClient, session: Session, send: Sent, limit: str
) -> None:
    ensure_installation(session, "http://localhost", NOW)
    user = a_user(session, password=PASSWORD)
    sign_in(client, user)
    proved_now(client, clock.now())
    for _ in range(200):
        send(client, user)
        if noted(session):
            break
    send(client, user)
    (details,) = noted(session)
    assert details == {"limit": limit}


def noted(session: Session) -> list[dict[str, object]]:
    session.rollback()
    entries = session.scalars(sa.select(AuditEntry).filter_by(action="sign_in.limited"))
    return [one.details for one in entries]
