"""The administrators' pages about providers of sign-in."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.config import Settings
from app.federation import queries, service
from app.federation.models import Provider
from app.identity.models import Role
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.federation import SECRET_KEY, a_provider, a_provider_there
from tests.factories.identity import a_city, a_post, a_school, a_user, an_administrator, sign_in


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """Return the settings of a demo, unless a test says otherwise."""
    more = getattr(request, "param", {"demo": True})
    return settings_for(tmp_path / "instance", database_url, **more)


FORM = {
    "name": "さくら小学校の Google で入る",
    "slug": "sakura",
    "client_id": "terakoya",
    "client_secret": "ひみつ",
    "mail_domains": "@school.example.jp、 example.jp",
    "is_listed": "y",
}


def test_an_administrator_adds_tests_changes_and_closes_a_way_in(
    client: PageClient, session: Session
) -> None:
    school = a_school(session, parent=a_city(session))
    administrator = an_administrator(session, of=school)
    sign_in(client, administrator)
    assert client.see("/admin/sign-in").heading == "学校や会社のIDの入り口"
    client.see("/admin/sign-in/new")
    with a_provider_there() as there:
        form = {**FORM, "issuer": there.issuer, "organization": str(school.id)}
        response = client.post("/admin/sign-in/new", data=form)
        assert response.status_code == 303, client.page.text
        own = response.location
        assert client.post(f"{own}/test").status_code == 200
        assert f"{there.issuer}/auth" in client.page.text
    page = client.see(own)
    assert "http://localhost/sign-in/sakura/back" in page.text
    assert "ひみつ" not in page.html
    found = session.scalars(sa.select(Provider)).one()
    assert found.mail_domains == ["school.example.jp", "example.jp"]
    assert "ひみつ" not in found.client_secret_sealed
    changed = {**FORM, "name": "Google で入る", "client_secret": "", "is_listed": ""}
    assert client.post(own, data=changed).status_code == 303
    session.refresh(found)
    assert (
        service.secret_of(queries.open_provider(session, "sakura"), secret_key=SECRET_KEY)
        == "ひみつ"
    )
    assert client.post(f"{own}/test").status_code == 200  # the provider has gone
    assert "つながりません" in client.page.text
    for act, heading in (("close", "閉じています"), ("open", "の人が、このID")):
        assert client.post(f"{own}/{act}").status_code == 303
        assert heading in client.see(own).text
    assert "Google で入る" in client.see("/admin/sign-in").text


def test_what_will_not_do_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: PageClient, session: Session
) -> None:
    school = a_school(session)
    sign_in(client, an_administrator(session, of=school))
    form = {**FORM, "issuer": "https://accounts.google.com", "organization": str(school.id)}
    wrong = (
        ({"mail_domains": ""}, "だれでも持てるID"),
        ({"mail_domains": "x"}, "使えません"),
        ({"issuer": "http://accounts.google.com"}, "https://"),
        ({"issuer": "ひみつ"}, "のようなアドレス"),
        ({"slug": "Sakura!"}, "小文字"),
        ({"slug": "demo"}, "小文字"),
        ({"client_secret": ""}, "秘密の文字列を入れて"),
        ({"roster_claim": "a b"}, "半角の英字"),
        ({"organization": "6f0d4a3e-0000-4000-8000-000000000000"}, "一覧から"),
    )
    for change, told in wrong:
        assert client.post("/admin/sign-in/new", data={**form, **change}).status_code == 422
        assert told in client.page.text, change
        assert "さくら小学校の Google で入る" in client.page.html
    assert client.post("/admin/sign-in/new", data=form).status_code == 303
    assert client.post("/admin/sign-in/new", data=form).status_code == 422
    assert "もう使われています" in client.page.text


@pytest.mark.parametrize("settings", [{}], indirect=True)
def test_outside_a_demo_no_provider_is_looked_for_in_the_citys_own_network(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    school = a_school(session)
    administrator = an_administrator(session, of=school)
    sign_in(client, administrator)
    form = {**FORM, "issuer": "https://10.0.0.1/", "organization": str(school.id)}
    assert client.post("/admin/sign-in/new", data=form).status_code == 422
    assert "SIGN_IN_PRIVATE" in client.page.text
    with a_provider_there() as there:
        a_provider(session, there, school, by=administrator.id)
        assert client.get("/sign-in/school/go").status_code == 503
        assert there.asked == []


def test_the_ways_in_of_another_school_are_nobodys_business(
    client: PageClient, session: Session
) -> None:
    school, other = a_school(session), a_school(session)
    stranger = an_administrator(session, of=other)
    found = a_provider(session, "https://id.example.jp", school, by=stranger.id)
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    for who in (stranger, teacher):
        sign_in(client, who)
        own = f"/admin/sign-in/{found.id}"
        assert client.get(own).status_code == 404
        for act in ("", "/test", "/open", "/close"):
            assert client.post(own + act, data=FORM).status_code == 404
    sign_in(client, stranger)
    assert "IDで入る" not in client.see("/admin/sign-in").text
    form = {**FORM, "issuer": "https://id.example.jp", "organization": str(school.id)}
    assert client.post("/admin/sign-in/new", data=form).status_code == 422
