"""Two accounts of one person made one, seen from the pages."""

from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.identity.models import User
from app.identity.service import ensure_installation
from tests.client import PageClient, sign_in
from tests.factories.identity import NOW, PASSWORD, a_child, a_clerk, a_user, an_administrator
from tests.request.proving import proved_now


@pytest.fixture(autouse=True)
def installed(session: Session) -> None:
    ensure_installation(session, "http://localhost", NOW)


LOOKED_THROUGH = 16
"""Queries of a page that counts what there is of somebody in every room; opened once a merge."""


@pytest.fixture
def client(client: PageClient) -> PageClient:
    client.query_budget = LOOKED_THROUGH
    return client


def page_of(stays: User, goes: User) -> str:
    return f"/admin/people/{stays.id}/merge?other={goes.id}"


def pair(session: Session) -> tuple[User, User]:
    return a_user(session, login_id="nokoru"), a_user(
        session, login_id="tojiru", password=PASSWORD
    )


def test_the_other_account_is_found_by_the_same_name_and_looked_at_first(
    client: PageClient, session: Session
) -> None:
    boss, (stays, goes) = an_administrator(session), pair(session)
    sign_in(client, boss)
    person = client.see(f"/admin/people/{stays.id}")
    assert f"/admin/people/{stays.id}/merge" in person.text or "まとめる" in person.text
    assert "tojiru" in client.see(f"/admin/people/{stays.id}/merge").text
    stale = client.get(page_of(stays, goes))
    assert stale.status_code == 303
    assert urlsplit(str(stale.location)).path == "/settings/second-factors/confirm"
    proved_now(client, clock.now())
    text = client.see(page_of(stays, goes)).text
    assert "まだ何も変わっていません" in text
    assert "これからは、「nokoru」ではじめます" in text
    assert "パスキー" in text


def test_it_is_done_with_the_id_typed_and_told_on_both_pages_and_at_sign_in(
    client: PageClient, session: Session
) -> None:
    boss, (stays, goes) = an_administrator(session), pair(session)
    sign_in(client, boss)
    proved_now(client, clock.now())
    assert client.post(page_of(stays, goes), data={"typed": "nokoru"}).status_code == 422
    assert session.get_one(User, goes.id).merged_into_id is None
    assert client.post(page_of(stays, goes), data={"typed": "TOJIRU"}).status_code == 303
    session.expire_all()
    assert session.get_one(User, goes.id).merged_into_id == stays.id
    assert "tojiru" in client.see(f"/admin/people/{stays.id}").text
    closed = client.see(f"/admin/people/{goes.id}").text
    assert "nokoru" in closed
    assert "また使えるようにはできません" in closed
    assert "所属を加える" not in closed
    assert client.post(f"/admin/people/{goes.id}/enable").status_code == 404
    assert client.get(f"/admin/people/{goes.id}/erase").status_code == 404
    refused = client.see(page_of(stays, goes)).text
    assert "もうほかの登録にまとめてあります" in refused
    told = client.post(page_of(stays, goes), data={"typed": "tojiru"})
    assert told.status_code == 422
    client.post("/sign-out")
    sent = {"login": "tojiru", "password": PASSWORD}
    answer = client.post("/sign-in", data=sent)
    assert answer.status_code == 422
    assert "「nokoru」ではじめてください" in answer.text
    wrong = client.post("/sign-in", data=sent | {"password": "chigau kotoba de aru"})
    assert "nokoru" not in wrong.text
    actions = session.scalars(sa.select(AuditEntry.action)).all()
    assert actions.count("account.merged") == 1


def test_nobody_merges_their_own_account_or_one_beyond_their_reach(
    client: PageClient, session: Session
) -> None:
    boss, clerk, child = an_administrator(session), a_clerk(session), a_child(session)
    sign_in(client, boss)
    proved_now(client, clock.now())
    client.see(f"/admin/people/{boss.id}/merge", status=404)
    client.see(page_of(child, boss), status=404)
    sign_in(client, clerk)
    client.see(f"/admin/people/{child.id}/merge", status=404)


def test_doubts_stand_above_everything_else(client: PageClient, session: Session) -> None:
    boss = an_administrator(session)
    stays = a_user(session, family_name="森", grade=3)
    goes = a_user(session, family_name="林", family_kana="ハヤシ")
    sign_in(client, boss)
    proved_now(client, clock.now())
    text = client.see(page_of(stays, goes)).text
    assert "別の人かもしれません" in text
    assert "氏名がちがいます" in text
    assert "読みがちがいます" in text
