"""The console's pages, and who may not see them."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.clock import now
from app.identity.models import Role, User
from app.lrs import service
from tests.client import PageClient, sign_in
from tests.factories.classes import a_class_of
from tests.factories.identity import (
    a_child,
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.lrs import HOME, a_full_statement, a_statement, a_voiding, an_actor

NO_STATEMENT = uuid.UUID("6f0d4a3e-0000-4000-8000-000000000000")
SEARCH_BUDGET = 13
"""Beside the person and their reach: edges of days, the page (twice if it is rare), names,
definitions, the picture, the verbs, and one for each text or chip that stands for a name; the
day's first look at one person is noted."""


@pytest.fixture(autouse=True)
def _budget(client: PageClient) -> None:
    client.query_budget = SEARCH_BUDGET


def did(session: Session, who: User, **changes: Any) -> uuid.UUID:  # noqa: ANN401  any JSON value
    at = changes.pop("at", now())
    statement = a_statement(actor=an_actor(who.actor_name), **changes)
    return service.record(session, statement, now=at, authority=an_actor("tool"))


def a_teacher_of(session: Session, child: User) -> User:
    session.flush()
    teacher = a_user(session, given_name="まどか")
    a_post(session, teacher, child.posts[0].organization, Role.TEACHER)
    a_class_of(session, teacher, child)
    return teacher


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.TEACHER}]
)
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    mine = did(session, user)
    sign_in(client, user)
    for path in ("/records/", f"/records/{mine}", f"/records/{mine}/json"):
        assert client.get(path).status_code == 404


def test_visitors_are_sent_to_the_sign_in_page(client: PageClient) -> None:
    assert client.get("/records/").status_code == 302


def test_teaching_where_there_are_only_colleagues_opens_nothing(
    client: PageClient, session: Session
) -> None:
    user = a_user(session)
    a_post(session, user, an_organization(session), Role.TEACHER)
    sign_in(client, user)
    assert client.get("/records/").status_code == 404


def test_an_empty_store_says_so(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    page = client.see("/records/")
    assert "記録は、まだありません" in page.text
    assert "条件をすべて外す" not in page.text
    assert "学びの記録" in page.links


def test_a_list_reads_as_sentences_and_opens_to_the_data(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    child = a_child(session, school=a_school(session))
    did(session, child, result={"success": True, "score": {"scaled": 1}})
    page = client.see("/records/")
    assert "森 ゆいさんが、レッスン「はじめての講座」に答えました（正解、100点）。" in page.text
    assert '"scaled": 1' in page.text
    assert "1件の記録が届いています" in page.text
    assert page.links["1つのページで開く"].startswith("/records/")


def test_filters_stay_in_the_address_and_can_be_taken_away_one_by_one(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    child, other = a_child(session), a_user(session, family_name="林", family_kana="ハヤシ")
    did(session, child)
    did(session, other)
    day = (now() + timedelta(hours=9)).date().isoformat()
    verb = "http://adlnet.gov/expapi/verbs/answered"
    page = client.see(
        "/records/",
        query_string={"who": "もり", "verb": verb, "what": "はじめて", "from": day, "to": day},
    )
    assert "森 ゆいさんが" in page.text
    assert "林" not in page.text
    without = {
        one.get("aria-label"): one.get("href") for one in page.all("a") if one.get("aria-label")
    }
    assert len(without) == 5
    gone = without["絞り込みをやめる：だれが 「もり」で始まる人"]
    assert "who=" not in gone
    assert "what=" in gone
    assert "林 さくらさんが" in client.see(gone).text
    chosen = [one for one in page.all("option") if "selected" in one.attributes]
    assert [one.get("value") for one in chosen] == [verb]
    one_person = client.see("/records/", query_string={"person": str(child.id), "order": "old"})
    assert "絞り込みをやめる：だれが 森 ゆいさん" in one_person.html
    assert "古い順" in one_person.text


def test_a_name_that_many_have_asks_which(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    school = a_school(session)
    one, two = a_child(session, school=school, number=7), a_child(session, school=school)
    did(session, one)
    did(session, two)
    page = client.see("/records/?who=もり")
    assert "どの人ですか" in page.text
    choice = next(href for text, href in page.links.items() if "3年 7番" in text)
    assert f"person={one.id}" in choice
    assert "who=" not in choice


def test_nothing_that_fits_offers_to_lift_the_filters(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    did(session, a_child(session))
    page = client.see("/records/?who=ぬ")
    assert "あてはまる記録は、ありません" in page.text
    assert page.links["条件をすべて外す"] == "/records/"
    assert "これから先の日" in client.see("/records/?from=2999-01-01").text


@pytest.mark.parametrize(
    "query",
    [
        "person=x&agent=zz&from=2026-13-40&to=no&before=x&after=-1&order=up",
        "before=99999999999999999999&verb=" + "x" * 3000,
        "agent=ffffffffffffffffff&activity=x",
        "from=0001-01-01&to=9999-12-31&who=+",
        "from=2026-11-30&to=2026-11-01",
        "who=%25_%5C&what=%25_%5C",
        'who=@&what="',
    ],
)
def test_an_address_of_nonsense_is_a_page_all_the_same(
    client: PageClient, session: Session, query: str
) -> None:
    sign_in(client, an_administrator(session))
    did(session, a_child(session))
    client.see(f"/records/?{query}")


def test_pages_keep_the_filters(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    child = a_child(session)
    for _ in range(60):
        did(session, child)
    page = client.see("/records/?who=もり")
    folded = [one for one in page.all("summary") if "header" not in one.inside]
    assert len(folded) - 1 == 50, "the list; besides the table"
    older = page.links["古いほうへ"]
    assert "who=" in older
    page = client.see(older)
    assert "古いほうへ" not in page.links
    assert len(client.see(page.links["新しいほうへ"]).all("time")) == 50


def test_htmx_gets_the_board_alone(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    answer = client.fragment("GET", "/records/").get_data(as_text=True)
    assert "<html" not in answer
    assert 'id="board"' in answer


def test_one_statement_has_its_sentence_its_facts_and_its_data(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    full = a_full_statement()
    service.record(session, full, now=now(), authority=an_actor("tool"), version="1.0.3")
    page = client.see(f"/records/{full['id']}")
    assert page.heading.endswith("に答えました（正解、途中まで、5点（10点満点）、12秒）。")
    assert "http://adlnet.gov/expapi/verbs/answered" in page.text
    raw = client.get(page.links["保存したままのデータを開く"])
    assert raw.mimetype == "application/json"
    assert raw.get_json()["result"] == full["result"]


def test_what_was_taken_back_is_struck_and_names_who_did(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    child = a_child(session)
    wrong = did(session, child)
    voiding = a_voiding(wrong, actor=an_actor(child.actor_name))
    by = service.record(session, voiding, now=now(), authority=an_actor("tool"))
    assert "取り消された記録" in client.see("/records/").text
    page = client.see(f"/records/{wrong}")
    assert "この記録は取り消されています" in page.text
    assert f"/records/{by}" in page.links.values()
    assert f"/records/{wrong}" in client.see(f"/records/{by}").links.values()


def test_a_teacher_sees_their_pupils_and_nothing_that_names_others(
    client: PageClient, session: Session
) -> None:
    child, outsider = a_child(session, school=a_school(session)), a_child(session)
    outsider.given_name = "そと"
    sign_in(client, a_teacher_of(session, child))
    mine = did(session, child)
    praise = {"objectType": "Agent", **an_actor(outsider.actor_name), "name": "そとのこ"}
    shared = did(session, child, verb={"id": f"{HOME}/verbs/praised"}, object=praise)
    hidden = did(session, outsider)
    page = client.see("/records/")
    assert "森 ゆいさんが" in page.text
    assert "ほかの人に対して" in page.text
    assert "そと" not in page.html
    assert str(outsider.actor_name) not in page.html
    assert client.get(f"/records/{mine}/json").status_code == 200
    assert "そと" not in client.see(f"/records/{shared}").html
    assert client.get(f"/records/{shared}/json").status_code == 404
    for path in (f"/records/{hidden}", f"/records/{hidden}/json", f"/records/{NO_STATEMENT}"):
        assert client.get(path).status_code == 404
    by_person = client.see(f"/records/?person={outsider.id}")
    assert "あてはまる記録は、ありません" in by_person.text
    assert "登録のない人" in by_person.text


def test_menus_lead_there(client: PageClient, session: Session) -> None:
    city = a_city(session)
    sign_in(client, an_administrator(session, of=city))
    assert client.see("/records/").links["学びの記録"] == "/records/"
    sign_in(client, a_teacher_of(session, a_child(session)))
    client.query_budget = 12
    assert "/records/" in client.see("/").links.values()
