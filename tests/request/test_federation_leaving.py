"""Signing out here, and at the provider as well."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.federation import leaving, service
from app.federation.models import Provider
from app.federation.rules import SignOut
from app.identity.models import Role, User
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.factors import an_app, code_of
from tests.factories.federation import (
    CLIENT,
    SECRET_KEY,
    There,
    a_provider,
    a_provider_there,
    query_of,
)
from tests.factories.identity import a_post, a_school, a_user, an_administrator
from tests.request.test_federation_entry import come_back, set_out

PAGE = "/sign-out/school"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return the settings of a demo, whose providers may stand on this machine."""
    return settings_for(tmp_path / "instance", database_url, demo=True)


@pytest.fixture
def there() -> Iterator[There]:
    """Return a provider that signs people out as well."""
    with a_provider_there() as found:
        found.metadata = {"end_session_endpoint": f"{found.issuer}/session/end"}
        yield found


@pytest.fixture
def provider(session: Session, there: There) -> Provider:
    school = a_school(session)
    administrator = an_administrator(session, of=school)
    made = a_provider(session, there, school, by=administrator.id)
    teacher = a_user(session, email="haru@school.example.jp")
    a_post(session, teacher, school, Role.TEACHER)
    session.commit()
    return made


def come_in(client: PageClient, there: There) -> None:
    there.claims = {**there.claims, "amr": ["pwd", "mfa"]}
    assert come_back(client, set_out(client, there)) == 303


def test_signing_out_offers_to_sign_out_there_and_comes_back(
    client: PageClient, there: There, provider: Provider
) -> None:
    come_in(client, there)
    assert client.post("/sign-out").location == PAGE
    page = client.see(PAGE)
    assert "IDのほうも終わる" in page.text
    assert "Refresh" not in client.get(PAGE).headers
    answer = client.get(f"{PAGE}/go")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{there.issuer}/session/end?")
    asked = query_of(answer.location)
    assert asked["client_id"] == CLIENT
    assert asked["post_logout_redirect_uri"] == "http://localhost/sign-out/school/back"
    assert asked["id_token_hint"].count(".") == 2
    back = client.get(f"{PAGE}/back?state={asked['state']}")
    assert back.location == "/"
    with client.session_transaction() as cookie:
        assert leaving.CAME_BY not in cookie
        assert "leaving_provider" not in cookie
    assert "IDのほうでも、終わりました" in client.get("/", follow_redirects=True).text
    client.see(PAGE, status=404)


def test_the_id_token_is_sealed_and_goes_with_the_session(
    client: PageClient, there: There, provider: Provider
) -> None:
    come_in(client, there)
    with client.session_transaction() as cookie:
        sealed = cookie[leaving.CAME_BY]["hint"]
    assert sealed.count(".") == 0
    assert service.hint_of(sealed, secret_key=SECRET_KEY).count(".") == 2
    assert service.hint_of(sealed, secret_key="another secret, long enough") == ""
    client.post("/sign-out")
    there.claims = {**there.claims, "name": "は" * 900}
    come_in(client, there)
    with client.session_transaction() as cookie:
        assert cookie[leaving.CAME_BY] == {"slug": "school", "hint": ""}
    client.post("/sign-out")
    asked = query_of(client.get(f"{PAGE}/go").location)
    assert "id_token_hint" not in asked
    assert asked["client_id"] == CLIENT


def test_a_provider_may_be_left_at_once_or_not_at_all(
    client: PageClient, session: Session, there: There, provider: Provider
) -> None:
    provider.sign_out = SignOut.ALWAYS
    session.commit()
    come_in(client, there)
    client.post("/sign-out")
    assert client.get(PAGE).headers["Refresh"] == f"0; url={PAGE}/go"
    provider.sign_out = SignOut.NEVER
    session.commit()
    come_in(client, there)
    assert client.post("/sign-out").location == "/"


def test_a_provider_without_such_a_place_or_none_at_all_leads_home(
    client: PageClient, there: There, provider: Provider
) -> None:
    there.metadata = {}
    client.application.extensions["providers"].__init__()
    come_in(client, there)
    assert client.post("/sign-out").location == "/"
    client.see(PAGE, status=404)


def test_a_provider_that_is_away_keeps_nobody_in(
    client: PageClient, there: There, provider: Provider
) -> None:
    come_in(client, there)
    client.post("/sign-out")
    client.application.extensions["providers"].__init__()
    there.metadata = {"issuer": "https://somebody.else.example"}
    assert client.get(f"{PAGE}/go").location == "/"
    assert "つながりません" in client.get("/", follow_redirects=True).text


def test_another_state_or_too_late_says_nothing_of_being_out_there(
    client: PageClient, there: There, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(client, there)
    client.post("/sign-out")
    client.get("/")  # takes the first sentence
    assert client.get(f"{PAGE}/back?state=ちがう").location == "/"
    assert "IDのほうでも" not in client.get("/", follow_redirects=True).text
    come_in(client, there)
    client.post("/sign-out")
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.see(PAGE, status=404)


def test_who_proves_a_second_factor_here_signs_out_there_as_well(
    client: PageClient, session: Session, there: There, provider: Provider
) -> None:
    teacher = session.query(User).filter_by(email="haru@school.example.jp").one()
    now = clock.now()
    an_app(session, teacher, now=now)
    session.commit()
    there.claims = {"amr": ["pwd"]}
    assert come_back(client, set_out(client, there)) == 303
    assert client.post("/sign-in/second", data={"code": code_of(now)}).status_code == 303
    assert client.post("/sign-out").location == PAGE
