"""Beginning a course on its pages: the starters, the form, copies."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.models import Draft
from app.authoring.starting.starters import STARTERS, only_lesson
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version
from tests.factories.identity import a_clerk, an_administrator

HOME = "/authoring/"
FORM = {"title": "ネットの写真", "reading": "ねっと の しゃしん", "audience": "child"}
FORM |= {"field": "connect", "author": ""}


@pytest.fixture
def boss(client: PageClient, session: Session) -> PageClient:
    a_version(session)
    return sign_in(client, an_administrator(session))


@pytest.mark.parametrize("starter", STARTERS)
def test_a_course_begins_with_a_title_and_a_reading(
    boss: PageClient, session: Session, starter: str
) -> None:
    here = boss.see(boss.see(HOME).links["新しい講座"]).links
    address = next(url for text, url in here.items() if str(STARTERS[starter].title) in text)
    boss.see(address)
    answer = boss.post(address, data={**FORM, "grades": ["3", "4"]})
    assert answer.status_code == 303
    draft = session.scalars(sa.select(Draft)).one()
    assert draft.slug == "netto-no-shashin"
    assert queries.source_of(session, draft).grades == (3, 4)
    lesson = only_lesson(starter)
    assert answer.location.endswith(f"/files/{lesson}" if lesson else str(draft.id))
    page = boss.see(answer.location)
    assert "ネットの写真" in page.text
    assert "まだ書いていません" in page.text
    assert "ネットの写真" in boss.see(HOME).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "講座の題を入れてください"),
        ({"reading": "写真"}, "漢字の読みが分かりません"),
        ({"reading": "", "title": "写真"}, "漢字の読みが分かりません"),
        ({"title": "{写真"}, "ふりがなの記号が読めません"),
        ({"grades": []}, "学年を1つ以上選んでください"),
        ({"reading": "ためし"}, "「tameshi-2」なら使えます"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    boss: PageClient, session: Session, changed: dict[str, str], said: str
) -> None:
    boss.see("/authoring/new/class")
    answer = boss.post("/authoring/new/class", data={**FORM, "grades": ["3"], **changed})
    assert answer.status_code == 422
    assert said in boss.page.text
    assert changed.get("title", FORM["title"]) in answer.text
    assert session.scalars(sa.select(Draft)).all() == []


def test_a_course_is_copied_and_its_copy_is_copied(boss: PageClient, session: Session) -> None:
    address = boss.see(HOME).links["写して始める"]
    assert "（写し）" in boss.see(address).html
    assert boss.post(address, data={"title": "試し", "reading": "ためし"}).status_code == 422
    answer = boss.post(address, data={"title": "べつ", "reading": "べつ"}, follow_redirects=True)
    assert "新しい下書きにしました" in answer.text
    again = boss.page.links["写して始める"]
    boss.see(again)
    answer = boss.post(again, data={"title": "つぎ", "reading": ""}, follow_redirects=True)
    assert "「つぎ」の下書き" in answer.text
    drafts = session.scalars(sa.select(Draft).order_by(Draft.slug)).all()
    assert [draft.slug for draft in drafts] == ["betsu", "tsugi"]
    thanks = queries.source_of(session, drafts[1]).credits
    assert thanks[-1] == "もとの講座：「べつ」、CC-BY-4.0"


def test_for_others_there_is_nothing_to_begin(client: PageClient, session: Session) -> None:
    a_version(session)
    sign_in(client, a_clerk(session))
    for address in ("/authoring/new", "/authoring/new/class", "/authoring/courses/tameshi/copy"):
        assert client.get(address).status_code == 404
    assert client.post("/authoring/new/class").status_code == 404
