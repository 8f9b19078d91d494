"""How a lesson reads: the bar over it, what a voice is given, what one finds on coming back."""

import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db import transaction
from app.identity.models import User
from app.identity.service import ensure_installation
from app.xapi.vocabulary import ANSWERED
from tests.client import PageClient
from tests.factories import subete
from tests.factories.catalog import a_version, course_files
from tests.factories.identity import a_child, a_citizen, sign_in
from tests.factories.learning import NOON, a_report, a_run, report


@pytest.fixture
def learner(app: Flask, client: PageClient) -> User:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        a_version(session)
        user = a_citizen(session)
    sign_in(client, user)
    client.query_budget = 12  # the very first look at a lesson also writes
    return user


@pytest.fixture
def address(client: PageClient, learner: User) -> str:
    """Return the address of the first step of the little course, begun."""
    return str(client.post("/courses/tameshi/start").location)


def pressed(client: PageClient, name: str) -> list[str]:
    """Return the values of the pressed buttons in the reading bar."""
    return [
        one.get("value")
        for one in client.page.all("button")
        if one.form is not None
        and one.form.get("id") == "view-bar"
        and one.get("name") == name
        and one.get("aria-pressed") == "true"
    ]


def offered(client: PageClient, name: str) -> list[str]:
    """Return the values of the buttons in the reading bar."""
    return [
        one.get("value")
        for one in client.page.all("button")
        if one.form is not None and one.form.get("id") == "view-bar" and one.get("name") == name
    ]


def said(client: PageClient) -> dict[str, list[str]]:
    """Return what the last page gives to a voice, by where it stands: what is spoken."""
    (script,) = (one for one in client.page.all("script") if one.get("id") == "say")
    return {
        where: [one if isinstance(one, str) else one[1] for one in sentences]
        for where, _, sentences in json.loads(script.text)
    }


def test_a_pupil_is_offered_the_own_year_and_an_adult_the_difficult_kanji(
    client: PageClient, session: Session, learner: User, address: str
) -> None:
    client.see(address)
    assert (offered(client, "ruby"), pressed(client, "ruby")) == (["none", "7", "all"], ["none"])
    client.post("/settings/view", data={"ruby": "5"})
    client.see(address)
    assert (offered(client, "ruby"), pressed(client, "ruby")) == (["none", "5", "all"], ["5"])
    childrens = course_files()["course.toml"].decode().replace('"citizen"', '"child"')
    a_version(session, course_files(course=f"grades = [3, 4]\n{childrens}"), slug="kodomo")
    sign_in(client, a_child(session))
    client.see(str(client.post("/courses/kodomo/start").location))
    assert offered(client, "ruby") == ["none", "grade", "all"]
    assert pressed(client, "ruby") == ["grade"]


def test_plain_words_are_offered_where_a_lesson_has_them(client: PageClient, address: str) -> None:
    client.see(address)
    assert offered(client, "plain") == ["on"]
    client.post("/settings/view", data={"plain": "on"})
    client.see(address)
    assert (offered(client, "plain"), pressed(client, "plain")) == (["off"], ["off"])
    client.see(address.replace("/nani/1", "/matome/1"))
    assert offered(client, "plain") == []


def test_the_bar_leads_back_to_the_first_block_from_the_page_of_an_answer_too(
    client: PageClient, address: str
) -> None:
    page = client.post(f"{address}/answers", data={"chosen": "kyara"})
    assert page.status_code == 200
    (back,) = (
        one.get("value")
        for one in client.page.all("input")
        if one.get("name") == "next" and one.form is not None and one.form.get("id") == "view-bar"
    )
    assert back == f"{address}#b1"
    assert client.see(address).html.count('id="b1"') == 1


@pytest.mark.parametrize(("ruby", "spaced"), [("none", "off"), ("all", "on"), ("2", "auto")])
def test_a_voice_is_given_the_same_readings_in_every_view(
    client: PageClient, address: str, ruby: str, spaced: str
) -> None:
    client.post("/settings/view", data={"ruby": ruby, "spaced": spaced})
    client.see(address)
    heard = said(client)
    assert heard["#b2"] == ["だれかわかることがらです。", "なまえやじゅうしょなど。"]
    assert heard["#answer fieldset"][0] == "おしえてはいけないのは？"
    assert "#feedback" not in heard
    assert not any("こられます" in one for unit in heard.values() for one in unit)


def test_plain_words_are_heard_where_they_are_read(client: PageClient, address: str) -> None:
    client.post("/settings/view", data={"plain": "on"})
    client.see(address)
    assert said(client)["#b2"] == ["ナマエのことです。"]


def test_feedback_is_heard_once_it_is_shown_and_gives_nothing_away(
    client: PageClient, address: str
) -> None:
    client.post(f"{address}/answers", data={"chosen": "kyara"})
    assert said(client)["#feedback"] == ["だいじょうぶ。"]
    client.post(f"{address}/answers", data={"chosen": "gakko"})
    assert said(client)["#feedback"] == ["あいにこられます。", "よくできました。"]


def test_a_wrong_answers_feedback_is_there_again_and_still_gives_nothing_away(
    client: PageClient, address: str
) -> None:
    assert "おしい" not in client.see(address).text
    client.post(f"{address}/answers", data={"chosen": "kyara"})
    page = client.see(address)
    assert "おしい" in page.text
    assert "だいじょうぶ。" in page.text
    assert "会いに来られます" not in page.html
    told = next(one for one in page.elements if one.get("id") == "feedback")
    assert "data-focus" not in told.attributes, "who comes back begins at the top"


def test_what_another_tool_reports_otherwise_than_we_would_grade_is_not_explained(
    client: PageClient, learner: User, address: str
) -> None:
    wrongly = {"success": False, "score": {"scaled": 0}, "response": "gakko"}
    with transaction() as session:
        own = a_run(session, learner=learner)
        report(session, own, a_report(own, ANSWERED, "doko", result=wrongly))
    page = client.see(address)
    assert "会いに来られます" not in page.html
    assert 'id="feedback"' not in page.html


def test_a_scene_of_a_story_is_given_to_a_voice_with_what_followed_and_the_ways_on(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        own = subete.a_run(session)
        subete.choose(session, own, "hajimari", "okuru")
        learner = session.get_one(User, own.registration.learner_id)
    sign_in(client, learner)
    client.query_budget = 12
    lesson, number = subete.where("shashin-no-hanashi")
    for scene in subete.the_story().scenes[:2]:
        client.see(f"/learn/{own.registration.id}/{lesson}/{number}/scenes/{scene.key}")
        told = said(client)
        assert {"#scene-title", ".scene__text", "#ways fieldset"} <= told.keys()
        assert (".cons:nth-child(3)" in told) == bool(scene.follows)
        assert ("#b1" in told) == (scene.key == "hajimari" and "b1" in ids(client))
        assert all(told.values())


def test_what_stands_below_a_thing_of_a_practice_is_given_to_a_voice(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        own = subete.a_run(session)
        learner = session.get_one(User, own.registration.learner_id)
    sign_in(client, learner)
    client.query_budget = 12
    lesson, number = subete.where("jushinbako")
    client.see(f"/learn/{own.registration.id}/{lesson}/{number}")
    sentences = said(client)["#answer fieldset"]
    assert "いますぐ、あいことばをおくってください。" in sentences, "what the mail says"


def ids(client: PageClient) -> set[str]:
    return {one.get("id") for one in client.page.elements}


def test_a_visitor_of_a_story_is_not_told_that_something_was_kept(
    app: Flask, client: PageClient
) -> None:
    found = [path for path in subete.FOLDER.rglob("*") if path.is_file()]
    files = {str(path.relative_to(subete.FOLDER)): path.read_bytes() for path in found}
    files["course.toml"] = for_citizens(files["course.toml"])
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        version = a_version(session, files, slug="minna")
    client.query_budget = 12
    lesson, number = subete.where("shashin-no-hanashi")
    client.see(f"/learn/{version.id}/{lesson}/{number}/scenes/hajimari")
    assert "保存しました" not in "".join(client.page.text.split())


def for_citizens(course: bytes) -> bytes:
    return course.replace(b'audience = "child"', b'audience = "citizen"').replace(
        b"grades = [4]\n", b""
    )
