"""A second factor that becomes necessary while somebody is signed in."""

from base64 import b32decode
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.identity.factors import rules, service
from app.identity.models import Organization, Role, User
from tests.client import PageClient
from tests.factories.factors import an_app, code_of
from tests.factories.identity import PASSWORD, a_post, a_user, an_organization, is_in
from tests.request.proving import OWN, SECOND, START, another, begin

pytestmark = pytest.mark.usefixtures("cheap_hash")


@pytest.fixture
def office(session: Session, now: datetime) -> Organization:
    """Return a place that asks nobody for a second factor."""
    place = an_organization(session)
    boss = a_user(session)
    service.say_rule(session, place.id, is_required=False, by=boss.id, now=now)
    return place


def an_hr(session: Session, office: Organization) -> User:
    user = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, user, office, Role.HR)
    return user


def required_now(session: Session, office: Organization, by: User, now: datetime) -> None:
    later = now + timedelta(seconds=1)
    service.say_rule(session, office.id, is_required=True, by=by.id, now=later)
    session.commit()


def test_a_rule_turned_on_leads_to_setting_up_at_the_next_page_and_back(
    client: PageClient, session: Session, now: datetime, office: Organization
) -> None:
    hr = an_hr(session, office)
    assert begin(client) == "/"
    client.see("/settings")
    required_now(session, office, hr, now)
    assert client.get("/settings?q=1").location == START
    assert client.get("/settings").location == START, "nothing else opens"
    page = client.see(f"{OWN}/app")
    secret = page.html.split("<code>")[1].split("</code>", 1)[0].replace(" ", "")
    code = rules.code_at(b32decode(secret), rules.step_of(now))
    client.post(f"{OWN}/app", data={"code": code})
    assert client.page.links["ひかえたので、続ける"] == "/settings?q=1"
    client.see("/settings?q=1")


def test_a_post_that_is_given_meanwhile_asks_for_one(
    client: PageClient, session: Session, now: datetime
) -> None:
    user = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, user, an_organization(session))
    assert begin(client) == "/"
    assert client.get("/settings").status_code == 200
    a_post(session, user, an_organization(session), Role.ADMINISTRATOR)
    session.commit()
    assert client.get("/admin/people").location == START
    assert client.fragment("GET", "/settings").headers["HX-Redirect"] == START


def test_a_form_that_was_sent_is_not_taken_and_that_is_said(
    client: PageClient, session: Session, now: datetime, office: Organization
) -> None:
    hr = an_hr(session, office)
    begin(client)
    client.see("/settings")
    required_now(session, office, hr, now)
    sent = client.post(
        "/settings", data={"size": "large"}, headers={"Referer": "http://localhost/settings"}
    )
    assert sent.location == START
    told = client.see(START).text
    assert "いま送ったことは、まだ受けとっていません" in told
    with client.session_transaction() as cookie:
        assert cookie["held_back"] == "/settings"


def test_who_has_a_factor_proves_it_and_goes_on(
    app: Flask, client: PageClient, session: Session, now: datetime, office: Organization
) -> None:
    hr = an_hr(session, office)
    begin(client)
    client.see("/settings")
    an_app(session, hr, now=now - timedelta(minutes=5))
    required_now(session, office, hr, now)
    assert client.get("/settings").location == SECOND
    assert not is_in(client)
    answer = client.post(SECOND, data={"code": code_of(now)})
    assert answer.location == "/settings"
    client.see("/settings")


def test_it_is_looked_up_once_and_not_with_every_request(
    client: PageClient, session: Session, office: Organization
) -> None:
    an_hr(session, office)
    begin(client)
    client.see("/settings")
    first = len(client.queries)
    client.see("/settings")
    again = list(client.queries)
    assert len(again) < first
    assert not any("FROM totp" in sql for sql in again)
    assert sum("factor_rule" in sql for sql in again) == 1, "with the query of the person"


def test_nothing_is_looked_up_for_who_has_no_such_post(
    app: Flask, session: Session, now: datetime
) -> None:
    user = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, user, an_organization(session))
    client = another(app)
    begin(client)
    client.see("/settings")
    client.see("/settings")
    assert not any("FROM totp" in sql for sql in client.queries)
    with client.session_transaction() as cookie:
        assert "needs_none" not in cookie
