"""The administrators' pages of programs: who may look, what is shown once, and what ends."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app import clock
from app.clients import calls, queries, rules, service
from app.clients.errors import NotAuthenticated
from app.clients.models import Client
from app.config import Settings
from app.identity.models import Role
from app.identity.service import ensure_installation
from tests.client import PageClient, sign_in
from tests.factories.clients import a_client, basic, basic_of
from tests.factories.identity import (
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
)

PAGE = "/admin/clients"
FORM = {"name": "図書館の学習アプリ", "scopes": ["statements/write", "state"], "per_minute": "600"}


@pytest.fixture
def boss(client: PageClient, session: Session, settings: Settings) -> PageClient:
    """Return the browser of an administrator of the city."""
    ensure_installation(session, settings.public_url, clock.now())
    return sign_in(client, an_administrator(session))


def secret_on(page: PageClient) -> str:
    """Return the secret that the last page showed."""
    found = re.findall(rules.SECRET, page.page.html)
    assert len(found) == 1
    return str(found[0])


# --- who may look


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    one = a_client(session).client_id
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    for page in ("", "/add", f"/{one}", f"/{one}/change", f"/{one}/revoke"):
        assert client.get(PAGE + page).status_code == 404
    for page in ("/add", f"/{one}/change", f"/{one}/rotate", f"/{one}/revoke"):
        assert client.post(PAGE + page, data=FORM).status_code == 404
    assert session.scalar(sa.select(sa.func.count()).select_from(Client)) == 1
    assert session.scalars(sa.select(Client)).one().revoked_at is None


def test_an_administrator_of_one_school_does_not_see_the_citys_programs(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session, of=a_school(session, parent=a_city(session))))
    page = client.see("/")
    assert "外部のプログラム" not in page.text
    assert client.get(PAGE).status_code == 404


def test_a_visitor_is_asked_who_it_is(client: PageClient) -> None:
    assert client.get(PAGE).status_code == 302


def test_the_menu_of_the_citys_administrator_leads_there(boss: PageClient) -> None:
    assert boss.see("/").links["外部のプログラム"] == PAGE


# --- let in


def test_where_there_is_no_program_the_page_says_how_one_comes(boss: PageClient) -> None:
    page = boss.see(PAGE)
    assert "外部のプログラムは、まだありません" in page.text
    assert page.links["プログラムを加える"] == f"{PAGE}/add"


def test_a_new_programs_secret_is_shown_once_and_works(boss: PageClient, session: Session) -> None:
    assert boss.post(f"{PAGE}/add", data=FORM).status_code == 200
    secret = secret_on(boss)
    row = session.scalars(sa.select(Client)).one()
    assert row.name == FORM["name"]
    assert row.scopes == FORM["scopes"]
    assert row.per_minute == 600
    assert row.created_by is not None
    assert calls.authenticate(basic(row.key, secret), now=clock.now()).key == row.key
    for page in (PAGE, f"{PAGE}/{row.id}", f"{PAGE}/{row.id}/change", f"{PAGE}/{row.id}/revoke"):
        html = boss.see(page).html
        assert secret not in html
        assert row.secret_sha256 not in html


def test_the_page_with_the_secret_is_kept_by_no_browser(boss: PageClient) -> None:
    response = boss.post(f"{PAGE}/add", data=FORM)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "  "}, "名前を入れてください"),
        ({"name": "あ" * 121}, "120文字までに"),
        ({"scopes": []}, "1つ以上選んで"),
        ({"scopes": ["everything"]}, "一覧から選んで"),
        ({"origins": "app.example.jp"}, "「app.example.jp」を読み取れません"),
        ({"origins": "https://a.example.jp\n*"}, "「*」を読み取れません"),
        ({"reports_on": "courses"}, "「courses」を読み取れません"),
        ({"reports_on": "https://x.jp/a\n" * 21}, "20行までに"),
        ({"per_minute": "0"}, "1から6,000,000までの数字"),
        ({"per_minute": "²"}, None),
        ({"per_minute": "たくさん"}, "1から6,000,000までの数字"),
        ({"per_minute": ""}, "回数を入れてください"),
    ],
)
def test_what_cannot_be_read_is_told_beside_it_and_kept(
    boss: PageClient, session: Session, change: dict[str, object], told: str | None
) -> None:
    response = boss.post(f"{PAGE}/add", data={**FORM, **change})
    if told is None:  # a full-width or raised digit is a digit
        assert response.status_code == 200
        return
    assert response.status_code == 422
    assert told in boss.page.text
    assert "入れたものは、のこっています" in boss.page.text
    if "name" not in change:
        assert f'value="{FORM["name"]}"' in boss.page.html
    assert session.scalar(sa.select(Client.id)) is None


def test_full_width_digits_and_commas_are_a_number(boss: PageClient, session: Session) -> None:
    boss.post(f"{PAGE}/add", data={**FORM, "per_minute": "１，２００"})
    assert session.scalars(sa.select(Client.per_minute)).one() == 1200


def test_a_second_program_of_the_same_name_is_refused(boss: PageClient, session: Session) -> None:
    boss.post(f"{PAGE}/add", data=FORM)
    assert boss.post(f"{PAGE}/add", data=FORM).status_code == 422
    assert "もうあります" in boss.page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Client)) == 1


# --- the list and one program


def test_the_list_says_in_words_what_each_may_do_and_did(
    boss: PageClient, session: Session
) -> None:
    now = clock.now()
    issued = a_client(session, "statements/write", name="図書館の学習アプリ")
    today = clock.day_of(now)
    service.add_usage(session, {(issued.client_id, today): (1200, 3400, 5)})
    page = boss.see(PAGE)
    for told in ("学びの記録を書く", issued.key, "1,200回", "3,400件", "5回", "使える"):
        assert told in page.text
    assert "このうち1個に、30日のうちに断った呼び出しがあります" in page.text
    assert len([one for one in page.all("rect") if one.get("fill") == "var(--ai)"]) == 1


def test_a_program_that_was_never_used_says_so(boss: PageClient, session: Session) -> None:
    issued = a_client(session)
    assert "まだ使われていません" in boss.see(f"{PAGE}/{issued.client_id}").text
    assert "まだ" in boss.see(PAGE).text


def test_each_plot_has_its_figures_as_a_table(boss: PageClient, session: Session) -> None:
    issued = a_client(session)
    today = clock.day_of(clock.now())
    days = {(issued.client_id, today - timedelta(days=n)): (n + 1, n, 0) for n in range(3)}
    service.add_usage(session, days)
    page = boss.see(f"{PAGE}/{issued.client_id}")
    assert len(page.all("tr")) == 1 + 3
    assert "3回" in page.text


def test_an_unknown_program_is_not_found(boss: PageClient) -> None:
    unknown = f"{PAGE}/6f0d4a3e-0000-4000-8000-000000000000"
    for page in (unknown, f"{unknown}/change", f"{unknown}/revoke"):
        boss.see(page, status=404)
    assert boss.post(f"{unknown}/rotate", data={"grace": "0"}).status_code == 404


# --- changed, rotated, ended


def test_a_change_holds_from_the_next_call_on(boss: PageClient, session: Session) -> None:
    issued = a_client(session, "all", origins=("https://a.example.jp",))
    session.commit()
    assert calls.authenticate(basic_of(issued), now=clock.now()).may("profile")
    form = boss.see(f"{PAGE}/{issued.client_id}/change")
    assert "https://a.example.jp" in form.text
    sent = {**FORM, "origins": ""}
    response = boss.post(f"{PAGE}/{issued.client_id}/change", data=sent, follow_redirects=True)
    assert "変えました" in response.get_data(as_text=True)
    caller = calls.authenticate(basic_of(issued), now=clock.now())
    assert not caller.may("profile")
    assert caller.origins == frozenset()


def test_a_rotation_shows_the_new_secret_once_and_ends_the_old_as_asked(
    boss: PageClient, session: Session
) -> None:
    issued = a_client(session)
    url = f"{PAGE}/{issued.client_id}"
    assert boss.post(f"{url}/rotate", data={"grace": "24"}).status_code == 200
    newer = secret_on(boss)
    now = clock.now()
    for secret in (issued.secret, newer):
        calls.authenticate(basic(issued.key, secret), now=now)
    assert "前の秘密の文字列も" in boss.see(url).text
    boss.post(f"{url}/rotate", data={"grace": "0"})
    newest = secret_on(boss)
    calls.authenticate(basic(issued.key, newest), now=now)
    for secret in (issued.secret, newer):
        with pytest.raises(NotAuthenticated):
            calls.authenticate(basic(issued.key, secret), now=now)
    assert newest not in boss.see(url).html


@pytest.mark.parametrize("grace", ["", "1", "-1", "9999", "x"])
def test_a_grace_that_was_not_offered_rotates_nothing(
    boss: PageClient, session: Session, grace: str
) -> None:
    issued = a_client(session)
    response = boss.post(f"{PAGE}/{issued.client_id}/rotate", data={"grace": grace})
    assert response.status_code == 422
    calls.authenticate(basic_of(issued), now=clock.now())


def test_an_end_is_asked_twice_and_is_one(boss: PageClient, session: Session) -> None:
    issued = a_client(session, name="古いアプリ")
    session.commit()
    url = f"{PAGE}/{issued.client_id}"
    calls.authenticate(basic_of(issued), now=clock.now())
    asked = boss.see(f"{url}/revoke")
    assert "まだ何も変わっていません" in asked.text
    assert "元にはもどせません" in asked.text
    calls.authenticate(basic_of(issued), now=clock.now())
    response = boss.post(f"{url}/revoke", follow_redirects=True)
    assert "止めました" in response.get_data(as_text=True)
    with pytest.raises(NotAuthenticated):
        calls.authenticate(basic_of(issued), now=clock.now())
    told = boss.see(url)
    assert "もう呼び出せません" in told.text
    assert not [form for form in told.all("form") if "rotate" in form.get("action")]
    for page in ("change", "revoke"):
        boss.see(f"{url}/{page}", status=404)
    assert boss.post(f"{url}/rotate", data={"grace": "0"}).status_code == 404
    with pytest.raises(NoResultFound):
        queries.living_client(session, issued.client_id, now=clock.now())
