"""Everything of somebody erased, seen from the pages."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.identity.models import User
from app.identity.service import ensure_installation
from app.outbox.models import OutboxEvent
from tests.client import PageClient, sign_in
from tests.factories.identity import (
    NOW,
    PASSWORD,
    a_child,
    a_clerk,
    a_user,
    an_administrator,
)

PAGE = "/my/data/erase"


@pytest.fixture(autouse=True)
def installed(session: Session) -> None:
    ensure_installation(session, "http://localhost", NOW)


def asked(session: Session) -> list[str]:
    events = sa.select(OutboxEvent).where(OutboxEvent.type == "ErasureDue")
    return [event.payload["user_id"] for event in session.scalars(events)]


def test_a_citizen_sees_the_effect_and_erases_themselves_with_their_password(
    client: PageClient, session: Session
) -> None:
    citizen = a_user(session, password=PASSWORD)
    sign_in(client, citizen)
    assert "月ごとの合計の数" in client.see(PAGE).text
    assert client.post(PAGE, data={"password": "chigau hazu no kotoba"}).status_code == 422
    assert client.post(PAGE, data={}).status_code == 422
    assert asked(session) == []
    assert client.post(PAGE, data={"password": PASSWORD}).status_code == 303
    assert asked(session) == [str(citizen.id)]
    assert session.get_one(User, citizen.id).disabled_at is not None
    assert client.get("/my/data").status_code == 302


def test_children_and_staff_do_not_erase_themselves(client: PageClient, session: Session) -> None:
    for who in (a_child(session), a_clerk(session)):
        sign_in(client, who)
        client.see(PAGE, status=404)
        assert client.post(PAGE, data={"password": PASSWORD}).status_code == 404
    assert asked(session) == []


def test_an_administrator_types_the_id_and_says_who_asked(
    client: PageClient, session: Session
) -> None:
    boss, child = an_administrator(session), a_child(session)
    sign_in(client, boss)
    page = f"/admin/people/{child.id}/erase"
    assert child.login_id is not None
    assert "消えるもの" in client.see(page).text
    for sent in ({"typed": child.login_id}, {"typed": "x", "asked_by": "school"}):
        assert client.post(page, data=sent).status_code == 422
    assert asked(session) == []
    sent = {"typed": child.login_id, "asked_by": "guardian"}
    assert client.post(page, data=sent).status_code == 303
    assert asked(session) == [str(child.id)]
    client.see(f"/admin/people/{boss.id}/erase", status=404)
