"""The session cookie: what opens with it, and when it ends."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity import service
from tests.client import PageClient
from tests.factories.identity import (
    NOW,
    a_child,
    a_clerk,
    a_user,
    is_in,
    sign_in,
)


def test_visitors_are_sent_to_the_door_and_back(client: PageClient) -> None:
    response = client.get("/admin/people?q=%E6%A3%AE")
    assert response.status_code == 302
    assert response.location == "/sign-in?next=/admin/people?q%3D%25E6%25A3%25AE"


def test_a_fragment_sends_the_whole_page_to_the_door(client: PageClient) -> None:
    response = client.fragment("GET", "/admin/people")
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=/admin/people"


def test_a_post_goes_back_to_the_page_it_stood_on(client: PageClient) -> None:
    response = client.post("/settings/password", headers={"Referer": "http://localhost/settings"})
    assert response.location == "/sign-in?next=/settings"
    foreign = client.post("/settings/password", headers={"Referer": "http://localhost.evil/x"})
    assert foreign.location == "/sign-in"


def test_signing_out_everywhere_ends_every_session(
    app: Flask, client: PageClient, session: Session
) -> None:
    clerk = a_clerk(session)
    other = app.test_client()
    assert isinstance(other, PageClient)
    for one in (client, other):
        sign_in(one, clerk)
        assert is_in(one)
    client.post("/settings/sign-out-everywhere")
    assert not is_in(client)
    assert not is_in(other)


def test_disabling_an_account_ends_its_sessions(client: PageClient, session: Session) -> None:
    clerk = a_clerk(session)
    sign_in(client, clerk)
    assert is_in(client)
    service.disable_user(session, clerk.id, now=NOW)
    assert not is_in(client)


@pytest.mark.parametrize("value", ["", "x", "x:0", f"{uuid.UUID(int=7)}:0", f"{uuid.UUID(int=7)}"])
def test_a_strange_cookie_opens_nothing(client: PageClient, value: str) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = value
    assert not is_in(client)


def test_a_session_with_a_post_ends_after_twelve_hours(
    client: PageClient, session: Session
) -> None:
    for user, hours, stays in (
        (a_clerk(session), 11, True),
        (a_clerk(session), 13, False),
        (a_child(session), 13, False),
        (a_user(session), 13, True),
        (a_user(session), 31 * 24, False),
    ):
        sign_in(client, user)
        with client.session_transaction() as cookie:
            cookie["since"] = int((clock.now() - timedelta(hours=hours)).timestamp())
        assert is_in(client) is stays


def test_a_page_costs_one_query_to_know_its_reader(client: PageClient, session: Session) -> None:
    sign_in(client, a_clerk(session))
    client.see("/settings")
    assert len(client.queries) == 1
    client.post("/sign-out")
    client.see("/settings")
    assert client.queries == []
