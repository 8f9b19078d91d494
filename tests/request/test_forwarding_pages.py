"""The administrators' pages of where statements go to."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.config import Settings
from app.forwarding import service
from app.forwarding.models import Forwarder
from app.forwarding.rules import Edition
from app.identity.models import Role, User
from app.identity.service import ensure_installation
from app.lrs import service as lrs
from app.outbox.models import OutboxDelivery
from app.outbox.relay import drain
from app.wiring import SUBSCRIBERS
from tests.client import PageClient, sign_in
from tests.factories.credentials import an_issuer_on_record
from tests.factories.forwarding import (
    SECRET,
    RemoteStore,
    a_forwarder,
    a_remote_store,
    answers,
    takes,
)
from tests.factories.identity import NOW, a_city, a_clerk, a_post, a_user, an_administrator
from tests.factories.lrs import HOME, a_statement, an_actor

PAGE = "/admin/forwarding"
NEW = f"{PAGE}/new"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: stores may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def store() -> Iterator[RemoteStore]:
    with a_remote_store() as store:
        yield store


@pytest.fixture
def boss(session: Session) -> User:
    return an_administrator(session)


@pytest.fixture
def admin(client: PageClient, session: Session, boss: User) -> PageClient:
    """Return the client of an administrator of the city."""
    ensure_installation(session, HOME, NOW)
    return sign_in(client, boss)


@pytest.fixture
def forwarder(session: Session, settings: Settings, store: RemoteStore, boss: User) -> Forwarder:
    made = a_forwarder(session, settings, endpoint=store.endpoint, created_by=boss.id)
    session.commit()
    return made


def filled(endpoint: str, **changes: str) -> dict[str, str]:
    form = {"name": "県の記録庫", "endpoint": endpoint, "key": "terakoya", "secret": "合言葉"}
    form["speaks"] = "1.0.3"
    return form | changes


def say(session: Session, count: int = 1) -> None:
    actor = an_actor(a_clerk(session).actor_name)
    lrs.record_all(session, [a_statement(actor=actor) for _ in range(count)], now=NOW)
    session.commit()


def work() -> None:
    drain(SUBSCRIBERS, now=lambda: NOW)


# --- who may look --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, forwarder: Forwarder, role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    one = f"{PAGE}/{forwarder.id}"
    for url in (PAGE, NEW, one):
        assert client.get(url).status_code == 404
    jobs = (
        "test",
        "secret",
        "edition",
        "stop",
        "children/ask",
        "children/agree",
        "children/leave-out",
    )
    for url in (NEW, *(f"{one}/{job}" for job in jobs)):
        assert client.post(url, data={"is_settled": "y"}).status_code == 404
    assert forwarder.ended_at is None


def test_administrators_of_a_part_of_the_city_have_no_business_here(
    client: PageClient, session: Session
) -> None:
    part = a_post(session, a_user(session), a_clerk(session).posts[0].organization).organization
    sign_in(client, an_administrator(session, of=part))
    assert client.get(PAGE).status_code == 404


def test_a_forwarder_that_is_none_is_not_found(admin: PageClient) -> None:
    assert admin.get(f"{PAGE}/{uuid.uuid4()}").status_code == 404
    assert admin.post(f"{PAGE}/{uuid.uuid4()}/test").status_code == 404


# --- the list, and a new one ---------------------------------------------------------------------


def test_where_nothing_goes_out_the_page_says_so(admin: PageClient) -> None:
    text = admin.see(PAGE).text
    assert "どこにも送っていません" in text
    assert "送り先は、まだありません" in text


def test_a_new_one_begins_and_its_secret_is_never_shown(
    admin: PageClient, session: Session, store: RemoteStore, boss: User
) -> None:
    admin.see(NEW)
    lines = {"verbs": "http://adlnet.gov/expapi/verbs/passed\n\n", "activities": f"{HOME}/id/"}
    response = admin.post(NEW, data=filled(store.endpoint, **lines), follow_redirects=True)
    assert "送り先を登録しました" in response.get_data(as_text=True)
    made = session.scalars(sa.select(Forwarder)).one()
    assert made.verbs == ["http://adlnet.gov/expapi/verbs/passed"]
    assert made.activities == [f"{HOME}/id/"]
    assert made.created_by == boss.id
    assert "合言葉" not in made.secret_sealed
    assert "合言葉" not in response.get_data(as_text=True)
    assert f"{boss.name}さん" in admin.page.text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "何と呼ぶか"),
        ({"endpoint": ""}, "アドレスを入れてください"),
        ({"endpoint": "http://lrs.example.jp/"}, "https で始まる"),
        ({"endpoint": "lrs"}, "読み取れません"),
        ({"endpoint": "https://a:b@lrs.example.jp/"}, "アドレスの中に名前や"),
        ({"endpoint": "https://lrs.example.jp/?x"}, "「?」や「#」"),
        ({"key": ""}, "鍵を入れてください"),
        ({"key": "a:b"}, "「:」は使えません"),
        ({"secret": ""}, "秘密の文字列を入れてください"),
        ({"speaks": ""}, "版を選んでください"),
        ({"speaks": "1.1"}, "一覧から選んでください"),
        ({"verbs": "答えた"}, "「答えた」を読み取れません"),
        ({"activities": "x:y\n" * 3 + "z"}, "「z」を読み取れません"),
        ({"verbs": "\n".join(f"x:{n}" for n in range(51))}, "50行まで"),
    ],
)
def test_what_cannot_be_read_is_told_and_what_was_typed_stays(
    admin: PageClient, session: Session, wrong: dict[str, str], told: str
) -> None:
    response = admin.post(NEW, data=filled("https://lrs.example.jp/") | wrong)
    text = response.get_data(as_text=True)
    assert response.status_code == 422
    assert told in admin.page.text
    assert "合言葉" not in text
    assert session.scalar(sa.select(sa.func.count()).select_from(Forwarder)) == 0


def test_a_name_is_given_once(admin: PageClient, forwarder: Forwarder) -> None:
    response = admin.post(NEW, data=filled("https://lrs.example.jp/"))
    assert response.status_code == 422
    assert "この名前の送り先が、もうあります" in admin.page.text


class TestOutsideADemo:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, demo=False)

    @pytest.mark.parametrize(
        ("endpoint", "told"),
        [
            ("http://127.0.0.1/xapi/", "https で始まる"),
            ("https://10.0.0.1/xapi/", "FORWARD_PRIVATE"),
            ("https://127.0.0.1/xapi/", "この機械そのもの"),
            ("https://169.254.169.254/", "この機械そのもの"),
        ],
    )
    def test_this_machine_and_private_networks_are_refused(
        self, admin: PageClient, endpoint: str, told: str
    ) -> None:
        assert admin.post(NEW, data=filled(endpoint)).status_code == 422
        assert told in admin.page.text

    def test_a_name_that_leads_inside_is_refused_when_it_is_used(
        self, admin: PageClient, forwarder: Forwarder, store: RemoteStore
    ) -> None:
        admin.post(f"{PAGE}/{forwarder.id}/test")
        assert "内部のネットワークのアドレスを指しています" in admin.page.text
        assert store.asked == []


class TestWithAnIntranet:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, demo=False, forward_private=True)

    def test_a_store_in_a_private_network_is_taken_over_https(
        self, admin: PageClient, session: Session
    ) -> None:
        assert admin.post(NEW, data=filled("http://10.0.0.1/xapi/")).status_code == 422
        assert "https で始まる" in admin.page.text
        assert admin.post(NEW, data=filled("https://10.0.0.1/xapi/")).status_code == 303
        assert session.scalars(sa.select(Forwarder.endpoint)).one() == "https://10.0.0.1/xapi/"

    def test_this_machine_is_refused_all_the_same(
        self, admin: PageClient, forwarder: Forwarder, store: RemoteStore
    ) -> None:
        assert admin.post(NEW, data=filled("https://127.0.0.1/")).status_code == 422
        assert "この機械そのもの" in admin.page.text
        admin.post(f"{PAGE}/{forwarder.id}/test")
        assert "この機械か内部のネットワークのアドレスを指しています" in admin.page.text
        assert store.asked == []


def test_the_list_counts_what_went_and_what_stopped(
    admin: PageClient, session: Session, forwarder: Forwarder, store: RemoteStore
) -> None:
    say(session, 3)
    work()
    text = admin.see(PAGE).text
    assert "1つの記録庫に、学びの記録を送っています。" in text
    store.behave = answers(400, "知らない動詞".encode())
    say(session)
    work()
    assert "1件の記録が届かずに止まっています。" in admin.see(PAGE).text
    text = admin.see(f"{PAGE}/{forwarder.id}").text
    for told in ("3件", "1件", "知らない動詞", "運用のページで、もう一度送る"):
        assert told in text


# --- one of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (
            (b'{"version": ["1.0.3", "2.0.0"]}', 404),
            "つながりました。送り先の xAPI は1.0.3、2.0.0",
        ),
        ((b'{"version": ["0.95"]}', 404), "1.0.3 か 2.0 を使えるように"),
        ((b'{"version": ["2.0.0"]}', 401), "鍵か秘密の文字列がちがいます"),
        ((b"<html>", 200), "記録庫ではないようです"),
    ],
)
def test_a_try_tells_what_is_there_and_sends_nothing(
    admin: PageClient,
    forwarder: Forwarder,
    store: RemoteStore,
    seen: tuple[bytes, int],
    told: str,
) -> None:
    about, status = seen
    store.behave = lambda asked: (
        (200, {}, about) if asked.path.endswith("/about") else (status, {}, b"")
    )
    assert admin.post(f"{PAGE}/{forwarder.id}/test").status_code == 200
    assert told in admin.page.text
    assert store.posted == []


@pytest.mark.parametrize(
    "case",
    [
        (Edition.NEW, '["1.0.3"]', "（2.0）のままでは、受け取ってもらえません", "1.0.3"),
        (Edition.OLD, '["2.0.0"]', "（1.0.3）のままでは、受け取ってもらえません", "2.0"),
        (Edition.OLD, '["1.0.3", "2.0.0"]', "のこらず送れます", "2.0"),
        (Edition.OLD, '["1.0.3"]', "いまの版（1.0.3）で送れます", None),
        (Edition.NEW, '["1.0.3", "2.0.0"]', "いまの版（2.0）で送れます", None),
    ],
)
def test_a_try_tells_which_edition_fits_and_one_press_changes_to_it(
    admin: PageClient,
    session: Session,
    forwarder: Forwarder,
    store: RemoteStore,
    case: tuple[Edition, str, str, str | None],
) -> None:
    speaks, versions, told, offered = case
    forwarder.speaks = speaks
    session.commit()
    store.behave = answers(200, f'{{"version": {versions}}}'.encode())
    url = f"{PAGE}/{forwarder.id}"
    admin.post(f"{url}/test")
    assert told in admin.page.text
    hidden = [
        it.get("value")
        for it in admin.page.elements
        if it.get("name") == "speaks" and it.get("type") == "hidden"
    ]
    assert hidden == ([offered] if offered else [])
    if offered:
        admin.post(f"{url}/edition", data={"speaks": offered}, follow_redirects=True)
        assert f"xAPI {offered}で送ります" in admin.page.text
        assert forwarder.speaks == offered
    admin.post(f"{url}/edition", data={"speaks": "1.1"})
    assert "一覧から選んでください" in admin.page.text


def test_a_try_at_a_store_that_is_gone_says_so(admin: PageClient, forwarder: Forwarder) -> None:
    forwarder.endpoint = "http://127.0.0.1:9/"
    admin.post(f"{PAGE}/{forwarder.id}/test")
    assert "つながりません。相手が、接続を受けつけていません。" in admin.page.text


def test_a_new_key_is_taken_and_the_old_secret_is_gone(
    admin: PageClient, session: Session, forwarder: Forwarder, settings: Settings
) -> None:
    before = forwarder.secret_sealed
    url = f"{PAGE}/{forwarder.id}/secret"
    assert admin.post(url, data={"key": "", "secret": "x"}).status_code == 422
    assert "鍵を入れてください" in admin.page.text
    response = admin.post(url, data={"key": "neu", "secret": "x"}, follow_redirects=True)
    assert "入れかえました" in response.get_data(as_text=True)
    assert forwarder.key == "neu"
    assert forwarder.secret_sealed != before
    assert service.store_of(forwarder, settings).secret == "x"


def test_an_end_is_for_good(
    admin: PageClient, session: Session, forwarder: Forwarder, store: RemoteStore
) -> None:
    url = f"{PAGE}/{forwarder.id}"
    response = admin.post(f"{url}/stop", follow_redirects=True)
    assert "送るのをやめました" in response.get_data(as_text=True)
    assert not [it for it in admin.page.elements if "forwarding" in it.get("action")]
    for job in ("stop", "test", "children/ask"):
        data = {"is_settled": "y"}
        assert admin.post(f"{url}/{job}", data=data).status_code == 404
    assert "終わった" in admin.see(PAGE).text
    say(session)
    work()
    assert store.asked == []


# --- children ------------------------------------------------------------------------------------


def test_children_go_only_after_two_administrators_said_so_and_the_sheet_names_them(
    admin: PageClient, session: Session, forwarder: Forwarder, boss: User, settings: Settings
) -> None:
    an_issuer_on_record(session, settings.instance_dir)
    other = a_user(session, family_name="髙﨑", given_name="まこと")
    a_post(session, other, boss.posts[0].organization, Role.ADMINISTRATOR)
    url = f"{PAGE}/{forwarder.id}"
    assert "送っていません" in admin.see(url).text
    assert admin.post(f"{url}/children/ask").status_code == 422
    assert "しるしを付けてください" in admin.page.text
    tick = {"is_settled": "y"}
    admin.post(f"{url}/children/ask", data=tick, follow_redirects=True)
    assert "もう一人の管理者が同意するまで、送りません" in admin.page.text
    admin.post(f"{url}/children/agree", data=tick, follow_redirects=True)
    assert "頼んだ人は、同意できません" in admin.page.text
    assert not forwarder.includes_children
    assert "同意を待っている" in admin.see("/admin/deliveries").text

    sign_in(admin, other)
    assert f"{boss.name}さんが" in admin.see(url).text
    assert admin.post(f"{url}/children/agree").status_code == 422
    admin.post(f"{url}/children/agree", data=tick, follow_redirects=True)
    assert "同意しました" in admin.page.text
    assert (forwarder.children_asked_by, forwarder.children_agreed_by) == (boss.id, other.id)
    sheet = admin.see("/admin/deliveries").text
    assert f"頼んだ人: {boss.name}さん" in sheet
    assert "同意した人: 髙﨑 まことさん" in sheet

    admin.post(f"{url}/children/leave-out", follow_redirects=True)
    assert "取り消しました" in admin.page.text
    assert not forwarder.includes_children
    assert "送らない" in admin.see("/admin/deliveries").text


def test_who_agrees_too_late_is_told(
    admin: PageClient, session: Session, forwarder: Forwarder
) -> None:
    url = f"{PAGE}/{forwarder.id}/children/agree"
    admin.post(url, data={"is_settled": "y"}, follow_redirects=True)
    assert "頼みは、取り消されていました" in admin.page.text


def test_a_dead_letter_is_resent_from_the_operations_page(
    admin: PageClient,
    session: Session,
    forwarder: Forwarder,
    store: RemoteStore,
    settings: Settings,
) -> None:
    an_issuer_on_record(session, settings.instance_dir)
    store.behave = answers(400)
    say(session)
    work()
    text = admin.see("/admin/deliveries").text
    assert "外の記録庫への送信" in text
    assert "を受け取りません" in text
    store.behave = takes
    admin.post("/admin/deliveries", data={"all": "1"})
    left: Any = sa.select(sa.func.min(OutboxDelivery.next_try_at))
    drain(SUBSCRIBERS, now=lambda: session.scalar(left) or NOW)
    assert forwarder.sent == 1
    assert SECRET not in text
