"""Signing in with an account elsewhere: what is believed, and everything that is not."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.config import Settings
from app.federation.models import FederatedIdentity, Provider
from app.identity.models import Organization, Role, User
from app.identity.service import disable_user
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.federation import (
    CLIENT,
    CLIENT_SECRET,
    There,
    a_key,
    a_provider,
    a_provider_there,
    an_ec_key,
    at_hash,
    query_of,
    shared,
    unsigned,
)
from tests.factories.identity import a_post, a_school, a_user, an_administrator, sign_in

MAIL = "haru@school.example.jp"
NOW_SECONDS = int(datetime.now(UTC).timestamp())


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return the settings of a demo, whose providers may stand on this machine."""
    return settings_for(tmp_path / "instance", database_url, demo=True)


@pytest.fixture
def there() -> Iterator[There]:
    """Return a provider on this machine."""
    with a_provider_there() as found:
        yield found


@dataclass
class Place:
    """A school with a way in, its teacher, and who keeps it."""

    school: Organization
    provider: Provider
    teacher: User
    administrator: User


@pytest.fixture
def place(session: Session, there: There) -> Place:
    """Return a school whose teacher has an address that the provider knows."""
    school = a_school(session)
    administrator = an_administrator(session, of=school)
    provider = a_provider(session, there, school, by=administrator.id)
    teacher = a_user(session, email=MAIL)
    a_post(session, teacher, school, Role.TEACHER)
    session.commit()
    return Place(school, provider, teacher, administrator)


def set_out(client: PageClient, there: There, *, slug: str = "school", more: str = "") -> str:
    """Go to the provider; return the state that must come back."""
    response = client.get(f"/sign-in/{slug}/go{more}")
    assert response.status_code == 303, response.get_data(as_text=True)
    asked = query_of(response.location)
    there.nonce = asked["nonce"]
    return asked["state"]


def come_back(client: PageClient, state: str, *, slug: str = "school", more: str = "") -> int:
    """Come back with a code; return the status."""
    return client.get(f"/sign-in/{slug}/back?code=abc&state={state}{more}").status_code


def who_is_in(client: PageClient) -> str | None:
    """Return the id of whoever the client's session belongs to."""
    with client.session_transaction() as cookie:
        kept: str | None = cookie.get("_user_id")
    return None if kept is None else kept.split(":")[0]


def test_a_teacher_comes_in_with_the_schools_account(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    there.claims = {"amr": ["pwd", "mfa"]}
    page = client.see("/sign-in?own=1&next=/settings")
    button = page.links["school のIDで入る"]
    response = client.get(button)
    asked = query_of(response.location)
    assert response.location.startswith(f"{there.issuer}/auth?")
    assert asked["redirect_uri"] == "http://localhost/sign-in/school/back"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    there.nonce = asked["nonce"]
    answer = client.get(f"/sign-in/school/back?code=abc&state={asked['state']}")
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert who_is_in(client) == str(place.teacher.id)
    with client.session_transaction() as cookie:
        assert cookie["amr"] == ["pwd", "mfa"]
    (body,) = there.asked_for("/token")
    digest = hashlib.sha256(body["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    pair = f"{CLIENT}:{quote_plus(CLIENT_SECRET)}"
    assert base64.b64decode(body["authorization"].removeprefix("Basic ")).decode() == pair
    acts = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert acts == ["federation.provider_added", "federation.linked"]


def test_the_second_time_the_link_counts_and_no_longer_the_address(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    assert come_back(client, set_out(client, there)) == 303
    client.post("/sign-out")
    place.teacher.email = "new@school.example.jp"
    there.claims = {"email": None}
    assert come_back(client, set_out(client, there)) == 303
    assert who_is_in(client) == str(place.teacher.id)


def test_a_key_that_was_renewed_is_looked_for_once(
    client: PageClient, there: There, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/sign-in/school/go")
    there.keys, there.signs_with = [a_key("second")], a_key("second")
    there.header = {"alg": "RS256", "kid": "second"}
    assert come_back(client, set_out(client, there)) == 400  # within a minute nobody is asked
    monkeypatch.setattr("app.federation.directory.AGAIN_AFTER_SECONDS", 0)
    assert come_back(client, set_out(client, there)) == 303
    assert len(there.asked_for("/jwks")) == 2


NOT_FOR_US: list[dict[str, Any]] = [
    {"nonce": "another"},
    {"nonce": None},
    {"iss": "https://evil.example"},
    {"iss": None},
    {"aud": "another client"},
    {"aud": None},
    {"aud": [CLIENT, "another"]},
    {"aud": [CLIENT, "another"], "azp": "another"},
    {"azp": "another"},
    {"exp": NOW_SECONDS - 120},
    {"exp": None},
    {"iat": NOW_SECONDS - 3600},
    {"iat": NOW_SECONDS + 3600},
    {"iat": None},
    {"nbf": NOW_SECONDS + 3600},
    {"sub": ""},
    {"sub": None},
    {"sub": 7},
    {"sub": "x" * 256},
    {"at_hash": at_hash("another")},
    {"at_hash": 7},
]


# --- what is not believed ----------------------------------------------------------------------


def test_a_token_that_is_not_for_this_very_sign_in_opens_nothing(
    client: PageClient, there: There, place: Place
) -> None:
    for claims in NOT_FOR_US:
        there.claims = claims
        assert come_back(client, set_out(client, there)) == 400, claims
        assert who_is_in(client) is None
        assert client.page.heading == "もう一度、はじめからどうぞ"


def test_several_audiences_will_do_if_we_are_the_party_and_the_hash_is_right(
    client: PageClient, there: There, place: Place
) -> None:
    there.claims = {"aud": [CLIENT, "x"], "azp": CLIENT, "at_hash": at_hash("at")}
    assert come_back(client, set_out(client, there)) == 303


def test_no_signature_and_no_shared_secret_is_believed(
    client: PageClient, there: There, place: Place
) -> None:
    public = a_key().as_pem(private=False)
    makers = (
        lambda: unsigned(there.good_claims()),
        lambda: shared(there.good_claims(), public),
        lambda: shared(there.good_claims(), CLIENT_SECRET.encode()),
        lambda: "not a token",
    )
    for make in makers:
        there.token = lambda make=make: {"access_token": "at", "id_token": make()}
        assert come_back(client, set_out(client, there)) == 400
        assert who_is_in(client) is None


def test_a_key_of_another_kind_or_of_somebody_else_signs_nothing(
    client: PageClient, there: There, place: Place
) -> None:
    there.signs_with = a_key("stranger")
    assert come_back(client, set_out(client, there)) == 400
    there.keys, there.signs_with = [a_key()], an_ec_key("first")
    there.header = {"alg": "ES256", "kid": "first"}
    assert come_back(client, set_out(client, there)) == 400
    there.metadata = {"id_token_signing_alg_values_supported": ["ES256"]}
    there.signs_with, there.header = a_key(), {"alg": "RS256", "kid": "first"}
    client.application.extensions["providers"].__init__()
    assert come_back(client, set_out(client, there)) == 400
    assert who_is_in(client) is None


def test_a_forged_state_and_one_of_another_browser_open_nothing(
    client: PageClient, there: There, place: Place
) -> None:
    state = set_out(client, there)
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    assert come_back(other, state) == 400
    assert come_back(client, "forged") == 400
    assert client.get("/sign-in/school/back?code=abc").status_code == 400
    assert there.asked_for("/token") == []


def test_a_way_back_is_used_once_even_by_a_copied_cookie(
    client: PageClient, there: There, place: Place
) -> None:
    state = set_out(client, there)
    copied = client.get_cookie("terakoya")
    assert copied is not None
    assert come_back(client, state) == 303
    client.post("/sign-out")
    assert come_back(client, state) == 400
    client.set_cookie("terakoya", copied.value)
    assert come_back(client, state) == 400
    assert len(there.asked_for("/token")) == 1
    assert who_is_in(client) is None


def test_a_way_back_is_no_good_after_ten_minutes(
    client: PageClient, there: There, place: Place
) -> None:
    state = set_out(client, there)
    with client.session_transaction() as cookie:
        kept = cookie["ways_to_providers"]
        kept[state][-1] -= 601
        cookie["ways_to_providers"] = kept
    assert come_back(client, state) == 400


def test_what_one_provider_hands_out_does_not_open_anothers_door(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    with a_provider_there() as evil:
        a_provider(session, evil, place.school, slug="evil", by=place.administrator.id)
        state = set_out(client, there)
        assert come_back(client, state, slug="evil") == 400  # sent to one, answered by another
        state = set_out(client, evil, slug="evil")
        there.nonce = evil.nonce
        evil.token = there.answer  # a genuine token of the other provider
        assert come_back(client, state, slug="evil") == 400
        state = set_out(client, there)
        assert come_back(client, state, more=f"&iss={quote_plus(evil.issuer)}") == 400
    there.metadata = {"authorization_response_iss_parameter_supported": True}
    client.application.extensions["providers"].__init__()
    assert come_back(client, set_out(client, there)) == 400
    told = f"&iss={quote_plus(there.issuer)}"
    assert come_back(client, set_out(client, there), more=told) == 303


def test_a_provider_that_refuses_or_is_away_changes_nothing(
    client: PageClient, there: There, place: Place
) -> None:
    state = set_out(client, there)
    answer = client.get(f"/sign-in/school/back?error=access_denied&state={state}")
    assert answer.status_code == 400
    assert client.page.heading == "入るのを、とちゅうでやめました"
    there.token = lambda: {"error": "invalid_grant"}
    assert come_back(client, set_out(client, there)) == 400
    there.metadata = {"issuer": "https://evil.example"}
    client.application.extensions["providers"].__init__()
    assert client.get("/sign-in/school/go").status_code == 503
    assert who_is_in(client) is None


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_way_on_leads_out_of_the_site(
    client: PageClient, there: There, place: Place, target: str
) -> None:
    state = set_out(client, there, more=f"?next={quote_plus(target)}")
    assert client.get(f"/sign-in/school/back?code=abc&state={state}").location == "/"


# --- whom a login belongs to -------------------------------------------------------------------


def test_nobody_is_matched_by_less_than_a_verified_address_within_the_organization(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    elsewhere = a_user(session, email="mirai@school.example.jp")
    a_post(session, elsewhere, a_school(session), Role.TEACHER)
    citizen = a_user(session, email="shimin@school.example.jp")
    mighty = a_user(session, email="kaoru@school.example.jp")
    a_post(session, mighty, place.school, Role.TEACHER)
    a_post(session, mighty, a_school(session), Role.ADMINISTRATOR)
    closed = a_user(session, email="closed@school.example.jp")
    a_post(session, closed, place.school, Role.TEACHER)
    disable_user(session, closed.id, now=datetime.now(UTC))
    cases: list[dict[str, Any]] = [
        {"email": one.email} for one in (elsewhere, citizen, mighty, closed)
    ]
    cases += [{"email_verified": told} for told in (None, False, "true", 1)]
    cases += [{"email": None}, {"email": "nobody@school.example.jp"}, {"email": ["x"]}]
    for claims in cases:
        there.claims = claims
        assert come_back(client, set_out(client, there)) == 403, claims
        assert who_is_in(client) is None
        assert client.page.heading == "このIDの人が、名簿に見つかりません"
    assert session.scalar(sa.select(sa.func.count()).select_from(FederatedIdentity)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 6


def test_somebody_who_has_another_link_of_the_provider_is_not_matched_again(
    client: PageClient, there: There, place: Place
) -> None:
    assert come_back(client, set_out(client, there)) == 303
    client.post("/sign-out")
    there.claims = {"sub": "subject-2"}
    assert come_back(client, set_out(client, there)) == 403


def test_who_has_left_the_organization_comes_in_no_longer(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    assert come_back(client, set_out(client, there)) == 303
    client.post("/sign-out")
    for post in place.teacher.posts:
        post.ends_on = datetime(2026, 4, 30, tzinfo=UTC).date()
    assert come_back(client, set_out(client, there)) == 403


def test_domain_tenant_and_the_rosters_id_are_the_providers_terms(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    pupil = a_user(session, login_id="s1234567", grade=3)
    a_post(session, pupil, place.school)
    place.provider.mail_domains = ["school.example.jp"]
    place.provider.tenant = "t-1"
    place.provider.roster_claim = "employee_number"
    good = {"hd": "t-1", "email": "s1@school.example.jp", "employee_number": "Ｓ1234567"}
    for wrong in ({"hd": "t-2"}, {"hd": None}, {"email": "s1@gmail.example"}):
        there.claims = {**good, **wrong}
        assert come_back(client, set_out(client, there)) == 400
    there.claims = {**good, "email": MAIL}  # the address is one's, the ID another's
    assert come_back(client, set_out(client, there)) == 403
    there.claims = good
    assert come_back(client, set_out(client, there)) == 303
    assert who_is_in(client) == str(pupil.id)
    client.post("/sign-out")
    other = a_user(session, grade=3)
    other.sourced_id = "f0E1-pupil"
    a_post(session, other, place.school)
    there.claims = {**good, "sub": "subject-2", "employee_number": "f0E1-pupil"}
    assert come_back(client, set_out(client, there)) == 303
    assert who_is_in(client) == str(other.id)


# --- links -------------------------------------------------------------------------------------


def test_who_has_posts_elsewhere_links_the_account_by_a_press(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    a_post(session, place.teacher, a_school(session), Role.TEACHER)
    sign_in(client, place.teacher)
    page = client.see("/settings/accounts")
    assert "school のIDで入る" in page.links
    state = set_out(client, there, more="?link=1")
    answer = client.get(f"/sign-in/school/back?code=abc&state={state}")
    assert answer.location == "/settings/accounts/confirm"
    assert MAIL in client.see("/settings/accounts/confirm").text
    assert session.scalar(sa.select(FederatedIdentity.id)) is None
    assert client.post("/settings/accounts/confirm").status_code == 303
    assert client.post("/settings/accounts/confirm").status_code == 404
    client.post("/sign-out")
    assert come_back(client, set_out(client, there)) == 303
    assert who_is_in(client) == str(place.teacher.id)
    client.see("/settings/accounts")
    link = session.scalars(sa.select(FederatedIdentity)).one()
    stranger = client.application.test_client()
    assert isinstance(stranger, PageClient)
    sign_in(stranger, place.administrator)
    assert stranger.post(f"/settings/accounts/{link.id}/unlink").status_code == 404
    assert client.post(f"/settings/accounts/{link.id}/unlink").status_code == 303
    assert session.scalar(sa.select(FederatedIdentity.id)) is None


def test_a_link_is_offered_only_to_whoever_began_it(
    client: PageClient, there: There, place: Place
) -> None:
    sign_in(client, place.teacher)
    state = set_out(client, there, more="?link=1")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{place.administrator.id}:0"
    assert come_back(client, state) == 400


def test_a_closed_way_in_is_no_address(
    client: PageClient, session: Session, there: There, place: Place
) -> None:
    assert client.see("/sign-in/school").heading == "いつものIDで、はじめる"
    place.provider.is_open = False
    for path in ("/sign-in/school", "/sign-in/school/go", "/sign-in/school/back"):
        assert client.get(path).status_code == 404
    assert "IDで入る" not in client.see("/sign-in?own=1").text
