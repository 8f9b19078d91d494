"""Courses in the reader's language: what is translated, what is not, and that it is said."""

import pytest
from flask import Flask

from app.catalog.sources.translation.po import Entry
from app.db import transaction
from app.identity.service import ensure_installation
from tests.client import PageClient
from tests.factories.catalog import NOW, a_version, course_files
from tests.factories.identity import a_citizen, sign_in
from tests.factories.translation import Say, in_english, translated
from tests.page import Element, Page

NOTE = "Not everything here is translated yet."


def but(*contexts: str) -> Say:
    """Translate everything but some passages."""
    return lambda entry: "" if entry.context in contexts else in_english(entry)


def a_course(say: Say | None = in_english) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOW)
        a_version(session, course_files() if say is None else translated(say=say))


def reads_english(client: PageClient) -> None:
    client.post("/settings/view", data={"locale": "en"})


@pytest.fixture
def learner(app: Flask, client: PageClient) -> PageClient:
    with transaction() as session:
        user = a_citizen(session)
    sign_in(client, user)
    reads_english(client)
    client.query_budget = 12  # the very first look at a lesson also writes
    return client


def begin(client: PageClient) -> str:
    return str(client.post("/courses/tameshi/start").location)


def in_japanese(page: Page) -> list[str]:
    """Return what says that it is Japanese, but for the name of the language itself."""
    found = [one.text.strip() for one in page.elements if one.get("lang") == "ja"]
    return [text for text in found if text != "日本語"]


def element(page: Page, tag: str, text: str) -> Element:
    return next(one for one in page.all(tag) if text in one.text)


def the_question(page: Page) -> Element:
    return next(one for one in page.all("legend") if one.form and one.form.get("id") == "answer")


def test_a_translated_course_is_in_the_language_of_its_page(client: PageClient) -> None:
    a_course()
    reads_english(client)
    page = client.see("/courses/tameshi")
    assert (page.heading, page.title.split("｜")[0]) == ("EN title", "EN title")
    assert page.one("html").get("lang") == "en"
    assert "EN objectives.mitsukeru.can_do" in page.text
    assert NOTE not in page.text
    assert in_japanese(page) == ["手引き 犀川市", "寺子屋"], "works and people keep their names"


def test_a_japanese_reader_sees_nothing_of_it(client: PageClient) -> None:
    a_course()
    page = client.see("/courses/tameshi")
    assert page.heading == "試しの講座"
    assert "EN " not in page.text
    assert NOTE not in page.text
    assert "English" not in client.see("/courses").one("main").text


def test_what_is_not_translated_says_its_language_and_one_note_tells_of_it(
    client: PageClient,
) -> None:
    a_course(but("title", "credential.name"))
    reads_english(client)
    page = client.see("/courses/tameshi")
    assert page.one("h1").get("lang") == "ja"
    assert page.text.count(NOTE) == 1
    assert "試しのしるし" in in_japanese(page)
    assert "lang" not in element(page, "p", "EN summary").attributes


def test_a_list_tells_which_courses_are_in_the_readers_language(client: PageClient) -> None:
    a_course()
    with transaction() as session:
        a_version(session, slug="nihongo")
    reads_english(client)
    page = client.see("/courses?for=citizen")
    tags = {
        one.get("href"): "English" in one.text
        for one in page.all("a")
        if one.get("class") == "rowlink"
    }
    assert tags == {"/courses/tameshi": True, "/courses/nihongo": False}
    assert page.text.count(NOTE) == 1


def test_a_course_is_found_by_words_of_either_language(client: PageClient) -> None:
    a_course()
    for word in ("en summary", "小さい"):
        assert "/courses/tameshi" in client.see(f"/courses?q={word}").links.values()
    assert "/courses/tameshi" not in client.see("/courses?q=nothing").links.values()


def test_a_lesson_is_read_and_answered_in_english(learner: PageClient) -> None:
    a_course()
    address = begin(learner)
    page = learner.see(address)
    assert "EN doko.prompt" in the_question(page).text
    assert in_japanese(page) == []
    told = Page(learner.post(f"{address}/answers", data={"chosen": "kyara"}).text)
    assert "EN doko.kyara.why" in told.text
    assert NOTE not in told.text


def test_a_question_falls_back_as_a_whole_and_the_text_beside_it_does_not(
    learner: PageClient,
) -> None:
    a_course(but("doko.gakko.why"))
    address = begin(learner)
    page = learner.see(address)
    assert the_question(page).get("lang") == "ja"
    assert {one.get("lang") for one in page.all("span") if "キャラクター" in one.text} == {"ja"}
    assert "EN doko" not in page.text
    assert "EN text" in page.text
    assert page.text.count(NOTE) == 1
    part = learner.post(
        f"{address}/answers", data={"chosen": "kyara"}, headers={"HX-Request": "true"}
    )
    told = Page(part.text)
    assert element(told, "div", "だいじょうぶ。").get("lang") in {"", "ja"}
    assert "だいじょうぶ。" in "".join(in_japanese(told))
    assert NOTE not in told.text  # it stands on the page, which stays


def test_the_place_to_look_is_on_the_page_in_any_language(learner: PageClient) -> None:
    def without_marks(entry: Entry) -> str:
        return f"EN {entry.context}"

    a_course(without_marks)
    address = begin(learner)
    page = Page(learner.post(f"{address}/answers", data={"chosen": "kyara"}).text)
    assert "#see-doko" in page.links.values()
    assert [one.get("id") for one in page.all("mark")] == ["see-doko"]


def test_an_answer_may_be_typed_in_english(learner: PageClient) -> None:
    a_course(lambda e: "I-ya-ya" if e.context == "bango.iyaya" else in_english(e))
    address = begin(learner).removesuffix("1") + "4"
    page = learner.post(f"{address}/answers", data={"text": "i ya ya"})
    assert "EN bango.iyaya.why" in page.text


def test_the_home_and_the_list_fall_back_with_a_note(learner: PageClient) -> None:
    a_course(None)
    begin(learner)
    for address in ("/", "/courses"):
        page = learner.see(address)
        assert page.text.count(NOTE) == 1, address
