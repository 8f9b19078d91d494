"""A forgotten password, and the pages behind one-time links."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.identity import service
from app.identity.models import Role, User
from app.identity.service import NewUser
from app.outbox.models import OutboxEvent
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.identity import (
    PASSWORD,
    a_city,
    a_user,
    is_in,
)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """Return settings; a test asks for more with ``@pytest.mark.parametrize("settings", …)``."""
    more = getattr(request, "param", {})
    return settings_for(tmp_path / "instance", database_url, **more)


MAIL = pytest.mark.parametrize("settings", [{"smtp_url": "smtp://localhost"}], indirect=True)


def count(session: Session, table: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_without_mail_the_page_says_whom_to_ask(client: PageClient) -> None:
    assert "担任の先生か、学校の管理者" in client.see("/password/reset").text
    assert client.post("/password/reset", data={"email": "haru@example.jp"}).status_code == 422


@MAIL
def test_known_and_unknown_addresses_get_the_same_answer(
    client: PageClient, session: Session
) -> None:
    a_user(session, email="haru@example.jp")
    client.see("/password/reset")
    texts = set()
    for email in ("haru@example.jp", "nobody@example.jp"):
        assert client.post("/password/reset", data={"email": email}).status_code == 200
        texts.add(client.page.text)
    assert len(texts) == 1
    assert count(session, OutboxEvent) == 1


@MAIL
def test_too_many_requests_from_one_address_wait(client: PageClient) -> None:
    answers = [
        client.post("/password/reset", data={"email": f"n{n}@example.jp"}).status_code
        for n in range(21)
    ]
    assert answers == [200] * 20 + [429]


def test_a_link_sets_a_password_once(app: Flask, client: PageClient, session: Session) -> None:
    user = a_user(session, login_id="haru", password=PASSWORD)
    link = service.issue_reset_link(session, user.id, now=clock.now())
    path = link.url("")
    client.see(path)
    client.see(path)
    assert client.post(path, data={"new": "short"}).status_code == 422
    assert client.post(path, data={"new": "natsu no umi no iro"}).location == "/"
    assert is_in(client)
    stranger = app.test_client()
    assert stranger.get(path).status_code == 410
    assert stranger.post(path, data={"new": "fuyu no yama no ie"}).status_code == 410


def test_expired_and_invented_links_look_alike(client: PageClient, session: Session) -> None:
    user = a_user(session)
    old = service.issue_reset_link(session, user.id, now=clock.now() - timedelta(days=2))
    texts = set()
    for path in (old.url(""), "/password/reset/invented"):
        texts.add(client.see(path, status=410).text)
        assert client.post(path, data={"new": "fuyu no yama no ie"}).status_code == 410
    assert len(texts) == 1


def test_an_invited_person_chooses_a_login_and_comes_in(
    client: PageClient, session: Session
) -> None:
    link = service.invite(
        session, NewUser("髙木", "智子"), a_city(session), Role.HR, now=clock.now()
    )
    assert client.see(link.url("")).heading == "寺子屋へようこそ"
    assert client.post(link.url(""), data={"new": "natsu no umi no iro"}).status_code == 422
    sent = {"login": "Tomoko", "new": "natsu no umi no iro"}
    answer = client.post(link.url(""), data=sent)
    assert answer.location == "/settings/second-factors/start", "HR must have a second factor"
    session.expire_all()
    assert session.get_one(User, link.user_id).login_id == "tomoko"
