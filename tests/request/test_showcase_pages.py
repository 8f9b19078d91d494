"""A team's page from its first line to the public, the press sheet, and what is said of it."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

from app.adoption.models import ContinuationLook
from app.consents.events import AnswersChanged
from app.consents.rules import Purpose, Said
from app.media.storage.choosing import storage_of
from app.projects.models import Project, ProjectMember
from app.projects.rules import ProjectState
from app.projects.service import members
from app.showcase.handlers import on_answers_changed
from app.showcase.models import Showcase, ShowcaseComment, ShowcaseCredit
from app.showcase.rules import CommentState, State, Wish
from app.ui.site import site
from tests.client import PageClient, sign_in
from tests.factories.adoption import a_proposal, an_offer, going_on, taken_up
from tests.factories.consents import an_answer
from tests.factories.identity import NOW, TODAY, a_child, a_citizen, an_administrator
from tests.factories.media import a_picture
from tests.factories.projects import Together, a_project
from tests.factories.showcase import (
    STORY,
    a_comment,
    a_draft,
    a_picture_of,
    a_public_page,
    a_wish,
    all_agree,
    keep_picture,
    shown,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FORM = {
    "edition": "0",
    "title": "雪の日の通学路を、みんなで守る",
    "lead": "歩いて調べた42kmが、市の除雪の順番を変えました。",
    "heading_1": "はじまり",
    "text_1": "朝7時の道を**歩きました**。\n\n- 橋\n- 坂",
    "value_1": "12",
    "before_1": "31",
    "unit_1": "件",
    "label_1": "転んだという届け",
    "source_1": "市への届け",
    "way_1": "データ",
    "url_1": "https://data.example.jp/yuki",
    "license": "CC-BY-4.0",
}
INSIDE, PUBLIC = 14, 13
"""Statements: a teacher's desk asks for names, consents and pictures; a public page for all that
may be shown today, and for the city's answer."""


@pytest.fixture
def together(client: PageClient, session: "Session") -> Together:
    client.query_budget = INSIDE
    return a_project(session)


def path(together: Together, end: str = "") -> str:
    return f"/projects/{together.project.key}/showcase{end}"


def row_of(session: "Session", together: Together) -> Showcase:
    session.commit()
    session.expire_all()
    return session.get_one(Showcase, together.project.id)


def edition(session: "Session", together: Together) -> dict[str, str]:
    return {"edition": str(row_of(session, together).edition)}


def test_a_page_goes_from_the_team_to_the_public(
    client: PageClient, session: "Session", together: Together
) -> None:
    pupil = sign_in(client, together.pupils[0])
    assert "まだ、だれも書いていません" in pupil.see(path(together)).text
    assert pupil.post(path(together, "/edit"), data=FORM).status_code == 303
    page = pupil.see(path(together))
    assert "2人のうち2人の答えを待っています" in page.text
    assert "けんた" not in page.text
    hand_in = path(together, "/hand-in")
    assert pupil.post(hand_in, data=edition(session, together)).status_code == 303
    assert pupil.post(path(together, "/publish")).status_code == 404
    teacher = sign_in(client, together.teacher)
    page = teacher.see(path(together))
    assert "けんたさんの保護者" in page.text
    assert "まだ答えがありません" in page.text
    assert not [one for one in page.all("form") if "/publish" in (one.get("action") or "")]
    publish = path(together, "/publish")
    assert teacher.post(publish, data=edition(session, together)).status_code == 303
    assert row_of(session, together).state is State.CHECKING
    assert "まだ公開できません" in teacher.see(path(together)).text
    for child in together.pupils:
        all_agree(session, child)
    session.commit()
    page = teacher.see(path(together))
    assert [one for one in page.all("form") if "/publish" in (one.get("action") or "")]
    assert teacher.post(publish, data=edition(session, together)).status_code == 303
    assert row_of(session, together).state is State.PUBLIC
    client.post("/sign-out")
    client.query_budget = PUBLIC
    page = client.see(f"/showcase/{together.project.key}")
    assert "歩きました" in page.html
    assert "<strong>" in page.html
    assert "学ぶ人は2人" in page.text


def test_a_given_back_page_says_why_and_keeps_what_was_typed(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_draft(session, together)
    session.commit()
    pupil = sign_in(client, together.pupils[0])
    pupil.post(path(together, "/hand-in"), data=edition(session, together))
    teacher = sign_in(client, together.teacher)
    back = path(together, "/give-back")
    answer = teacher.post(back, data={**edition(session, together), "words": ""})
    assert answer.status_code == 422
    told = {**edition(session, together), "words": "数え方を書いてください。"}
    assert teacher.post(back, data=told).status_code == 303
    pupil = sign_in(client, together.pupils[1])
    assert "数え方を書いてください。" in pupil.see(path(together)).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "題を入れて"),
        ({"lead": "あ" * 101}, "100文字まで"),
        ({"url_1": "http://example.jp"}, "「https://」で始まる"),
        ({"edition": "7"}, "先に書きかえて"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: PageClient, together: Together, wrong: dict[str, str], said: str
) -> None:
    pupil = sign_in(client, together.pupils[0])
    answer = pupil.post(path(together, "/edit"), data=FORM | wrong)
    assert answer.status_code == 422
    assert said in client.page.text
    assert "転んだという届け" in client.page.html


def test_a_page_is_edited_with_its_pictures(
    client: PageClient, session: "Session", together: Together
) -> None:
    first = a_picture_of(session, together.project, title="橋")
    second = a_picture_of(session, together.project, *together.pupils, title="全員の写真")
    session.commit()
    pupil = sign_in(client, together.pupils[0])
    page = pupil.see(path(together, "/edit"))
    assert "うつっている人の答え待ち" in page.text
    chosen = FORM | {"pictures": str(first.id), "cover": str(second.id)}
    pupil.post(path(together, "/edit"), data=chosen)
    content = row_of(session, together).working
    assert [one.artifact_id for one in content.pictures] == [second.id, first.id]
    page = pupil.see(path(together, "/edit"))
    assert "転んだという届け" in page.html
    preview = pupil.see(path(together, "/preview"))
    assert "橋" in preview.text
    assert "全員の写真" not in preview.text


def test_everybody_says_how_they_are_credited(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_public_page(session, together)
    a_wish(session, together, together.pupils[0], Wish.UNNAMED)
    session.commit()
    pupil = sign_in(client, together.pupils[0])
    assert pupil.post(path(together, "/wish"), data={"wish": "name"}).status_code == 303
    owner = sign_in(client, together.owner)
    told = {"wish": "name", "shows_me": "y"}
    assert owner.post(path(together, "/wish"), data=told).status_code == 303
    assert owner.post(path(together, "/wish"), data={"wish": "pen"}).status_code == 422
    aired = {"wish": "name", "airs_me": "y"}
    assert owner.post(path(together, "/wish"), data=aired).status_code == 422
    teacher = sign_in(client, together.teacher)
    assert teacher.post(path(together, "/wish"), data=told | aired).status_code == 303
    session.commit()
    rows = {one.user_id: one for one in session.scalars(sa.select(ShowcaseCredit))}
    assert (rows[together.pupils[0].id].wish, rows[together.owner.id].shows_me) == (
        Wish.NAME,
        True,
    )
    assert [rows[one.id].airs_me for one in (together.owner, together.teacher)] == [False, True]


def test_a_public_page_says_what_it_is_and_drops_what_was_withdrawn(
    client: PageClient, session: "Session", together: Together
) -> None:
    data = a_picture()
    picture = a_picture_of(session, together.project, together.pupils[0], data=data)
    tie = all_agree(session, together.pupils[0], Purpose.PHOTO)
    a_public_page(session, together, replace(STORY, pictures=shown(picture)))
    session.commit()
    key = together.project.key
    settings = site().settings
    keep_picture(storage_of(settings), picture, data)
    client.query_budget = PUBLIC
    page = client.see(f"/showcase/{key}")
    metas = {one.get("property"): one.get("content") for one in page.all("meta")}
    assert metas["og:title"] == STORY.title
    address = f"/showcase/{key}/pictures/{picture.id}"
    assert metas["og:image"] == settings.public_url + address
    assert "けんた、ゆい" in page.text
    sent = client.get(address)
    assert (sent.status_code, sent.mimetype, sent.get_data()) == (200, "image/jpeg", data)
    again = client.get(address, headers={"If-None-Match": sent.headers["ETag"]})
    assert again.status_code == 304
    gallery = client.see("/showcase")
    assert address in gallery.html
    an_answer(session, tie, Said.WITHDRAWN, Purpose.PHOTO)
    session.commit()
    assert client.get(address).status_code == 404
    page = client.see(f"/showcase/{key}")
    assert address not in page.html
    assert f'content="{settings.public_url}/showcase/card.png"' in page.html
    card = client.get("/showcase/card.png")
    assert (card.status_code, card.mimetype) == (200, "image/png")


def test_the_gallery_leads_by_year_and_field_and_has_an_exhibition(
    client: PageClient, session: "Session", together: Together
) -> None:
    assert "まだありません" in client.see("/showcase").text
    a_public_page(session, together)
    session.commit()
    year = together.project.year
    client.query_budget = 8
    assert STORY.title in client.see(f"/showcase?year={year}&field=live").text
    assert "あてはまる企画は、まだありません" in client.see("/showcase?city=yes&page=3").text
    assert STORY.title in client.see(f"/showcase/years/{year}").text
    sheet = client.see(f"/showcase/years/{year}/sheet")
    assert sheet.html.count("<svg") >= 1
    assert client.get("/showcase/years/1").status_code == 404
    assert "ありません" in client.see("/showcase/years/2001").text
    for nobodys in ("/showcase/aaaaaaaaaa", f"/showcase/{together.project.key}x"):
        assert client.get(nobodys).status_code == 404


def test_the_feed_is_whole_xml(client: PageClient, session: "Session", together: Together) -> None:
    a_public_page(session, together, replace(STORY, title="雪 & <坂>", lead='"道"'))
    session.commit()
    sent = client.get("/showcase.xml")
    assert sent.content_type.startswith("application/rss+xml")
    root = ET.fromstring(sent.get_data())  # noqa: S314  our own answer
    (item,) = root.iter("item")
    told = {one.tag: one.text for one in item}
    assert (told["title"], told["description"]) == ("雪 & <坂>", '"道"')
    assert told["link"] == told["guid"]
    assert (told["link"] or "").endswith(f"/showcase/{together.project.key}")
    assert re.match(r"\w{3}, \d\d \w{3} \d{4}", told["pubDate"] or "")


def test_press_reads_counts_and_the_teacher_names(
    client: PageClient, session: "Session", together: Together
) -> None:
    held = a_picture_of(session, together.project, together.pupils[0], title="全員の写真")
    free = a_picture_of(session, together.project, title="橋")
    all_agree(session, together.pupils[0], Purpose.PHOTO)
    a_public_page(session, together, replace(STORY, pictures=shown(held, free)))
    session.commit()
    owner = sign_in(client, together.owner)
    sheet = owner.see(path(together, "/press"))
    assert "使えません：取材や放送に出ることの同意が、そろっていません" in sheet.text
    assert "顔や声を出せるのは0人" in sheet.text
    assert "けんた" not in sheet.text
    assert owner.get(path(together, "/press/names")).status_code == 404
    edit = path(together, "/press/edit")
    words = {"pitch": "あ" * 121, "office": "道路管理課", "phone": "076-000-0000"}
    told = {**words, **edition(session, together)}
    assert owner.post(edit, data=told).status_code == 422
    assert "道路管理課" in client.page.html
    assert owner.post(edit, data={**told, "pitch": "妹の長ぐつから。"}).status_code == 303
    assert "妹の長ぐつから。" in owner.see(path(together, "/press")).text
    teacher = sign_in(client, together.teacher)
    names = teacher.see(path(together, "/press/names"))
    assert "けんた" in names.text
    pupil = sign_in(client, together.pupils[0])
    assert pupil.get(path(together, "/press")).status_code == 404


def test_a_citizen_comments_and_the_owner_decides(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_public_page(session, together)
    citizen, child = a_citizen(session), a_child(session)
    session.commit()
    client.query_budget = PUBLIC
    place = f"/showcase/{together.project.key}"
    sign_in(client, citizen)
    assert "感想を送る" in client.see(place).text
    assert client.post(f"{place}/comments", data={"called": "", "text": "あ"}).status_code == 422
    told = {"called": "近所の者", "text": "助かっています。"}
    assert client.post(f"{place}/comments", data=told).status_code == 303
    assert "助かっています。" not in client.see(place).text
    assert client.post(f"{place}/follow").status_code == 303
    assert "お知らせをやめる" in client.see(place).text
    assert client.post(f"{place}/unfollow").status_code == 303
    sign_in(client, child)
    assert "感想を送る" not in client.see(place).text
    assert client.post(f"{place}/comments", data=told).status_code == 404
    (row,) = session.scalars(sa.select(ShowcaseComment)).all()
    decide = path(together, f"/comments/{row.id}")
    client.query_budget = INSIDE
    pupil = sign_in(client, together.pupils[0])
    assert pupil.post(decide).status_code == 404
    owner = sign_in(client, together.owner)
    assert "助かっています。" in owner.see(path(together)).text
    assert owner.post(decide).status_code == 303
    client.query_budget = PUBLIC
    assert "助かっています。" in client.see(place).text
    client.query_budget = INSIDE
    assert owner.post(f"{decide}/return", data={"reason": ""}).status_code == 422
    assert owner.post(f"{decide}/return", data={"reason": "名前がある"}).status_code == 303
    session.expire_all()
    session.commit()
    assert session.scalars(sa.select(ShowcaseComment.state)).all() == [CommentState.RETURNED]


def test_a_teacher_withdraws_and_strangers_find_nothing(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_public_page(session, together)
    a_comment(session, together, a_citizen(session))
    stranger = a_citizen(session)
    session.commit()
    place = f"/showcase/{together.project.key}"
    teacher = sign_in(client, together.teacher)
    seen = edition(session, together)
    assert teacher.post(path(together, "/withdraw"), data=seen).status_code == 303
    assert "公開をやめました" in teacher.see(path(together)).text
    assert client.get(place).status_code == 404
    assert client.get(f"{place}/pictures/{together.project.id}").status_code == 404
    sign_in(client, stranger)
    for end in ("", "/edit", "/preview", "/press", "/press/edit"):
        assert client.get(path(together, end)).status_code == 404
    for end in ("/follow", "/unfollow", "/comments"):
        assert client.post(place + end, data={"called": "a", "text": "b"}).status_code == 404
    assert client.post(path(together, "/wish"), data={"wish": "name"}).status_code == 404


def test_another_school_s_people_read_no_names(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_draft(session, together)
    session.commit()
    mentor = sign_in(client, together.mentor)
    page = mentor.see(path(together))
    assert "答えを待っています" in page.text
    assert "けんた" not in page.text
    assert "ゆい" not in page.text


def test_the_city_takes_a_page_back_whose_teachers_are_gone(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_public_page(session, together)
    city = an_administrator(session, of=together.city)
    page = f"/showcase/{together.project.key}"
    for user in (together.mentor, together.owner, together.pupils[0]):
        assert sign_in(client, user).post(f"{page}/withdraw").status_code == 404
    office = sign_in(client, city)
    assert "公開をやめる" in office.see(page).text
    assert office.post(f"{page}/withdraw").status_code == 303
    assert office.get(page).status_code == 404
    assert office.post(f"{page}/withdraw").status_code == 404


def test_the_last_answer_reaches_the_teacher_by_the_outbox(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_draft(session, together)
    for child in together.pupils:
        all_agree(session, child)
    session.commit()
    with client.application.app_context():
        for child in together.pupils:
            on_answers_changed(session, AnswersChanged(child.id, NOW))
    session.commit()
    seen = sign_in(client, together.teacher).see("/notifications").text
    assert "発表のページを公開できるようになりました" in seen


def test_who_left_says_how_they_are_credited_as_long_as_the_page_stands(
    client: PageClient, session: "Session", together: Together
) -> None:
    row = a_public_page(session, together)
    gone = together.pupils[0]
    own = sa.select(ProjectMember).filter_by(user_id=gone.id, project_id=together.project.id)
    members.leave(session, session.scalars(own).one(), by=together.teacher.id, now=NOW)
    together.project.state, together.project.ended_on = ProjectState.ENDED, TODAY
    session.commit()
    page = f"/showcase/{together.project.key}"
    credit = f"{page}/credit"
    pupil = sign_in(client, gone)
    assert "ゆい" in pupil.see(page).text
    assert credit in pupil.see("/projects").html
    assert credit in pupil.see("/my/portfolio").html
    assert credit in pupil.see(page).html
    assert "取材や放送" not in pupil.see(credit).text
    told = {"wish": "pseudonym", "pseudonym": " "}
    assert "呼び名を入れてください" in pupil.post(credit, data=told).get_data(as_text=True)
    told["pseudonym"] = "雪うさぎ"
    assert pupil.post(credit, data=told | {"shows_me": "y"}).status_code == 303
    assert "雪うさぎ" in pupil.see(page).text
    assert not session.scalars(sa.select(ShowcaseCredit).filter_by(shows_me=True)).all()
    assert pupil.post(credit, data={"wish": "unnamed"}).status_code == 303
    assert "雪うさぎ" not in pupil.see(page).text
    sign_in(client, a_citizen(session)).see(credit, status=404)
    row.state, row.withdrawn_at = State.WITHDRAWN, NOW
    session.commit()
    sign_in(client, gone).see(credit, status=404)
    assert credit not in client.see("/projects").html


def test_what_comes_next_and_the_team_that_goes_on_stand_on_the_public_page(
    client: PageClient, session: "Session", together: Together
) -> None:
    client.query_budget = PUBLIC
    a_public_page(session, together)
    row = going_on(session, together, an_offer(session, together.department, together.owner))
    first = session.scalars(
        sa.select(ContinuationLook).filter_by(continuation_id=row.id, months=6)
    ).one()
    first.looked_on, first.goes_on, first.words = TODAY, True, "週に1回集まっています。"
    session.commit()
    page = f"/showcase/{together.project.key}"
    seen = client.see(page).text
    for words in ("チームが続けています", row.name, "会議室を無料で使える", first.words):
        assert words in seen
    assert "チームが続けています" in client.see("/showcase").text
    first.goes_on = False
    session.commit()
    assert "チームが続けました" in client.see(page).text
    assert "チームが続けています" not in client.see("/showcase").text
    proposal = a_proposal(session, together)
    session.commit()
    assert "答える人が決まるのを待っています" in client.see(page).text
    taken_up(session, together, proposal)
    session.commit()
    assert "までに答えます" in client.see(page).text


def test_who_answers_for_a_page_has_its_desk_long_after_the_project(
    client: PageClient, session: "Session", together: Together
) -> None:
    a_public_page(session, together)
    comment = a_comment(session, together, a_citizen(session))
    project = session.get_one(Project, together.project.id)
    project.state, project.ended_on = ProjectState.ENDED, TODAY - timedelta(days=800)
    session.commit()
    page = f"/showcase/{together.project.key}"
    sign_in(client, together.pupils[0]).see(path(together), status=404)
    assert path(together) not in client.see(page).html
    sign_in(client, together.mentor).see(path(together), status=404)
    owner = sign_in(client, together.owner)
    assert f'href="{path(together)}"' in owner.see(page).html
    assert comment.text in owner.see(path(together)).text
    assert owner.post(path(together, f"/comments/{comment.id}")).status_code == 303
    teacher = sign_in(client, together.teacher)
    teacher.see(path(together, "/press"))
    sent = edition(session, together)
    assert teacher.post(path(together, "/withdraw"), data=sent).status_code == 303
    assert row_of(session, together).state is State.WITHDRAWN


def test_a_card_stands_in_other_sites_and_nothing_else_does(
    client: PageClient, session: "Session", together: Together
) -> None:
    row = a_public_page(session, together)
    session.commit()
    page = f"/showcase/{together.project.key}"
    card = client.get(f"{page}/embed")
    assert "frame-ancestors 'self' https:" in card.headers["Content-Security-Policy"]
    seen = client.see(f"{page}/embed")
    assert STORY.title in seen.text
    assert not seen.all("form", "button")
    assert [one.get("target") for one in seen.all("a")] == ["", "_top"]
    assert "frame-ancestors 'none'" in client.get(page).headers["Content-Security-Policy"]
    assert f"{page}/embed" in client.see(page).html
    row.published = replace(STORY, title='橋" onload="alert(1)').to_json()
    session.commit()
    assert 'title="橋&#34; onload=&#34;alert(1)"' in client.see(page).text
    row.state, row.withdrawn_at = State.WITHDRAWN, NOW
    session.commit()
    client.see(f"{page}/embed", status=404)
