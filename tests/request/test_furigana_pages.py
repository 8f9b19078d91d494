"""The city's dictionary: who may look, and what adding, changing and removing does."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.furigana.models import CityWord
from app.furigana.queries import city_words
from app.identity.models import Role
from app.outbox.models import OutboxEvent
from tests.client import PageClient, sign_in
from tests.factories.identity import a_city, a_post, a_school, a_user, an_administrator

PAGE = "/admin/words"
WORD = {"surface": "香林坊", "reading": "こう|りん|ぼう", "kind": "place"}


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    """Return the browser of an administrator of the city."""
    return sign_in(client, an_administrator(session))


def _only(session: Session) -> CityWord:
    return session.scalars(sa.select(CityWord)).one()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_dictionary_does_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}/list").status_code == 404
    assert client.post(PAGE, data=WORD).status_code == 404
    assert city_words(session) == {}


def test_an_administrator_of_one_school_does_not_keep_the_citys_words(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session, of=a_school(session, parent=a_city(session))))
    assert client.get(PAGE).status_code == 404


def test_a_word_is_added_changed_removed_and_put_back(boss: PageClient, session: Session) -> None:
    assert "まだありません" in boss.see(PAGE).text
    assert boss.post(PAGE, data=WORD, follow_redirects=True).status_code == 200
    assert "「香林坊」を加えました" in boss.page.text
    assert city_words(session) == {"香林坊": "こう|りん|ぼう"}

    url = f"{PAGE}/{_only(session).id}"
    boss.see(url)
    boss.post(url, data={**WORD, "reading": "コウリンボウ"}, follow_redirects=True)
    assert city_words(session) == {"香林坊": "こうりんぼう"}

    boss.post(f"{url}/remove", follow_redirects=True)
    assert city_words(session) == {}
    assert "「香林坊」を消しました" in boss.page.text
    offered = {(f.get("name"), f.get("value")) for f in boss.page.all("input")}
    assert {("surface", "香林坊"), ("reading", "こうりんぼう")} <= offered
    told = session.scalars(sa.select(OutboxEvent.type)).all()
    assert told == ["DictionaryChanged"] * 3


def test_a_faulty_word_keeps_what_was_typed(boss: PageClient, session: Session) -> None:
    answer = boss.post(PAGE, data={**WORD, "reading": "kourinbou"})
    assert answer.status_code == 422
    assert "合いません" in boss.page.text
    assert any(f.get("value") == "kourinbou" for f in boss.page.all("input"))
    assert city_words(session) == {}


def test_a_word_is_kept_once(boss: PageClient, session: Session) -> None:
    boss.post(PAGE, data=WORD)
    assert boss.post(PAGE, data={**WORD, "reading": "かりんぼう"}).status_code == 422
    assert city_words(session) == {"香林坊": "こう|りん|ぼう"}


def test_a_list_is_taken_whole_or_not_at_all(boss: PageClient, session: Session) -> None:
    boss.see(f"{PAGE}/list")
    text = "香林坊,こうりんぼう\n犀川,saigawa"
    assert boss.post(f"{PAGE}/list", data={"lines": text, "kind": "place"}).status_code == 422
    assert "2行目「犀川」" in boss.page.text
    assert city_words(session) == {}
    text = "香林坊,こうりんぼう\n犀川,さいがわ"
    boss.post(f"{PAGE}/list", data={"lines": text, "kind": "place"}, follow_redirects=True)
    assert "2語を加えました" in boss.page.text
    boss.post(f"{PAGE}/list", data={"lines": text, "kind": "place"}, follow_redirects=True)
    assert "0語を加えました" in boss.page.text
    assert len(city_words(session)) == 2


def test_the_list_is_found_by_word_reading_and_kind(boss: PageClient, session: Session) -> None:
    text = "香林坊,こう|りん|ぼう\n犀川,さいがわ"
    boss.post(f"{PAGE}/list", data={"lines": text, "kind": "place"})
    links = boss.see(f"{PAGE}?q=リンボウ").links
    assert "香林坊" in links
    assert "犀川" not in links
    assert "見つかりませんでした" in boss.see(f"{PAGE}?kind=person").text
