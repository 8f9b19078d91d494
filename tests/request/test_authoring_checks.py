"""The page of a draft's checks: what is left, readings to confirm, pages elsewhere."""

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.authoring import queries
from app.authoring.checking import service
from app.authoring.models import Draft
from app.catalog.checks.looks import look_at
from app.catalog.sources.compile import compile_course
from app.furigana.models import CityWord
from app.identity.models import Role
from tests.client import PageClient, sign_in
from tests.factories.catalog import COURSE, LESSON, NOW, a_version, course_files
from tests.factories.furigana import the_engine
from tests.factories.identity import a_city, a_post, a_user, an_administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.page import Page

HOME = "/authoring/"
NOBODY = "00000000-0000-4000-8000-000000000000"
CHILD = COURSE.replace('"citizen"', '"child"\ngrades = [4]')
DOUBTFUL = LESSON.replace("## はじめに", "係の方に聞きます。人気のゲームです。\n\n## はじめに")


@pytest.fixture
def boss(client: PageClient, session: "Session") -> PageClient:
    a_version(session, course_files(course=CHILD, lesson=DOUBTFUL))
    return sign_in(client, an_administrator(session))


@pytest.fixture
def here(boss: PageClient, session: "Session") -> str:
    """Return the address of a draft at which the worker has looked."""
    boss.see(HOME)
    boss.post(f"{HOME}courses/tameshi")
    draft = session.scalars(sa.select(Draft)).one()
    source = queries.source_of(session, draft)
    found = look_at(source, compile_course(source), the_engine(), {})
    service.keep_look(session, draft.id, service.Seen(0, "tests", found), now=NOW)
    return f"{HOME}{draft.id}"


def sent(page: "Page", **readings: str) -> dict[str, str]:
    """Return what the form of readings sends; ``readings`` are chosen in place of the first."""
    given: dict[str, str] = {}
    for one in page.all("input"):
        name, value = one.get("name") or "", one.get("value") or ""
        if name.startswith("word-"):
            number, word = name.partition("-")[2], value.split("\t")[1]
            given |= {name: value, f"reading-{number}": readings.get(word, value.split("\t")[2])}
            if readings.get(word, "").startswith("!"):
                given |= {f"reading-{number}": "?other", f"other-{number}": readings[word][1:]}
    return given


@pytest.mark.parametrize("role", [Role.TEACHER, Role.HR, Role.LEARNER])
def test_for_others_the_pages_do_not_exist(
    client: PageClient, session: "Session", role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    assert client.get(f"{HOME}{NOBODY}/checks").status_code == 404
    assert client.post(f"{HOME}{NOBODY}/readings").status_code == 404
    assert client.post(f"{HOME}{NOBODY}/opened").status_code == 404


def test_the_button_counts_what_is_left_and_the_page_lists_it(boss: PageClient, here: str) -> None:
    page = boss.see(here)
    label = next(text for text in page.links if text.startswith("公開の前の点検（のこり"))
    assert page.links[label] == f"{here}/checks"
    page = boss.see(f"{here}/checks")
    count = label.partition("のこり")[2].strip("）")
    assert f"公開の前にすることが、{count}つあります" in page.text
    boss.post(f"{here}/publish", follow_redirects=True)
    assert "まだ公開していません" in boss.page.text


def test_readings_are_confirmed_put_right_and_left_for_later(
    boss: PageClient, session: "Session", here: str
) -> None:
    form = sent(boss.see(f"{here}/checks"), 人気="ひとけ", 方="?later")
    boss.post(f"{here}/readings", data=form, follow_redirects=True)
    assert "読みを書きました" in boss.page.text
    left = [one.text for one in boss.page.all("mark")]
    assert "方" in left
    assert "人気" not in left
    draft_id = session.scalars(sa.select(Draft.id)).one()
    text = dict(queries.files(session, draft_id))["readings.toml"].decode()
    assert '"人気" = "ひとけ"' in text
    assert session.scalars(sa.select(CityWord)).all() == []
    assert "1回目の変更" in boss.see(here).text


def test_a_reading_that_does_not_fit_is_told_and_nothing_typed_is_lost(
    boss: PageClient, session: "Session", here: str
) -> None:
    form = sent(boss.see(f"{here}/checks"), 人気="!jinki", 方="!ほう")
    answer = boss.post(f"{here}/readings", data=form)
    assert answer.status_code == 422
    typed = {one.get("value") for one in boss.page.all("input")}
    assert {"jinki", "ほう"} <= typed
    assert "この読みは、言葉と合いません" in boss.page.text
    draft_id = session.scalars(sa.select(Draft.id)).one()
    assert "readings.toml" not in dict(queries.files(session, draft_id))


def test_the_city_learns_what_was_read_wrongly_if_that_is_wished(
    boss: PageClient, session: "Session", here: str
) -> None:
    form = sent(boss.see(f"{here}/checks"), 人気="ひとけ")
    boss.post(f"{here}/readings", data={**form, "city": "1"})
    assert session.scalars(sa.select(CityWord.surface)).all() == ["人気"]


def test_pages_elsewhere_are_marked_as_opened(
    boss: PageClient, session: "Session", here: str
) -> None:
    boss.see(f"{here}/checks")
    assert boss.post(f"{here}/opened", data={"url": "https://x.jp/"}).status_code == 400
    answer = boss.post(f"{here}/opened", data={"url": "https://example.jp/tebiki"})
    assert answer.status_code == 303
    assert "今日、確かめたと書きました" in boss.see(f"{here}/checks").text


def test_until_the_worker_has_looked_the_page_says_so(
    boss: PageClient, session: "Session"
) -> None:
    boss.see(HOME)
    boss.post(f"{HOME}courses/tameshi")
    draft_id = session.scalars(sa.select(Draft.id)).one()
    assert "読みを調べています" in boss.see(f"{HOME}{draft_id}/checks").text


def test_the_panel_of_a_file_tells_what_is_in_it_and_leads_back_to_it(
    boss: PageClient, here: str
) -> None:
    page = boss.see(f"{here}/checks/panel?path=010-jibun/010-nani.md")
    assert "人気" in [one.text for one in page.all("mark")]
    form = {**sent(page), "path": "010-jibun/010-nani.md"}
    answer = boss.post(f"{here}/readings", data=form)
    assert answer.location == f"{here}/files/010-jibun/010-nani.md"
    page = boss.see(f"{here}/checks/panel?path=010-jibun/020-matome.md")
    assert page.all("mark") == []


# -- objectives


def test_an_objective_gets_a_framework_item_by_search(
    boss: PageClient, session: "Session", here: str
) -> None:
    assert boss.see(here).links["めあて"] == f"{here}/objectives"
    page = boss.see(f"{here}/objectives?objective=mitsukeru&q=Ｔ５")
    assert "dss-l@1.2" in page.text
    data = {"objective": "mitsukeru", "item": "dss-l@1.2/T5", "level": "2"}
    boss.post(f"{here}/alignments", data=data, follow_redirects=True)
    assert "めあてを書きかえました" in boss.page.text
    draft_id = session.scalars(sa.select(Draft.id)).one()
    text = dict(queries.files(session, draft_id))["objectives.toml"].decode()
    assert '{ item = "dss-l@1.2/T5", level = 2 }' in text
    assert boss.post(f"{here}/alignments", data={**data, "level": "9"}).status_code == 400
    assert boss.post(f"{here}/alignments", data={**data, "item": "x"}).status_code == 400


def test_a_question_is_put_to_another_objective_and_who_comes_second_is_told(
    boss: PageClient, here: str
) -> None:
    boss.see(f"{here}/objectives")
    data = {"question": "doko", "seen": "mitsukeru", "objective": ""}
    boss.post(f"{here}/questions", data=data, follow_redirects=True)
    assert "問題のめあてを書きかえました" in boss.page.text
    assert "めあてがありません" in boss.page.text
    boss.post(f"{here}/questions", data=data, follow_redirects=True)
    assert "ほかの人が先に変えたので" in boss.page.text
    assert boss.post(f"{here}/questions", data={**data, "objective": "nai"}).status_code == 400
