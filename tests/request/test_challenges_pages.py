"""The pages of challenges: written at a desk, read by everybody, proposed and moderated."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.challenges.models import Challenge, ChallengeProposal, ChallengeState, ProposalState
from app.clock import day_of, now
from app.identity.models import Role
from tests.client import PageClient, sign_in
from tests.factories.challenges import a_proposal, sent
from tests.factories.identity import (
    a_child,
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_organization,
)
from tests.factories.projects import a_challenge, a_project

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User

TODAY = day_of(now())
SOON, LATER = (TODAY + timedelta(days=n) for n in (30, 60))
DAYS = {
    "opens_on": TODAY.isoformat(),
    "closes_on": SOON.isoformat(),
    "answer_by": LATER.isoformat(),
}


@pytest.fixture
def place(session: "Session") -> "Organization":
    return an_organization(session, "道路管理課", parent=a_city(session))


@pytest.fixture
def clerk(session: "Session", place: "Organization") -> "User":
    return a_clerk(session, department=place)


def rows(session: "Session") -> list[Challenge]:
    session.commit()
    session.expire_all()
    return list(session.scalars(sa.select(Challenge).order_by(Challenge.created_at)))


def open_one(session: "Session", place: "Organization", **more: object) -> Challenge:
    row = a_challenge(session, place, opens_on=TODAY)
    for name, value in more.items():
        setattr(row, name, value)
    session.flush()
    return row


def test_a_challenge_is_drafted_looked_at_and_published(
    client: PageClient, session: "Session", place: "Organization", clerk: "User"
) -> None:
    desk = sign_in(client, clerk)
    assert "課題は、まだありません" in desk.see("/challenges/desk").text
    form = desk.see("/challenges/desk/new")
    assert f'<option selected value="{place.id}">' in form.html
    half = sent(place, **DAYS, question="まちの活性化のために何をすべきか。", fixed="")
    assert desk.post("/challenges/desk/new", data=half).status_code == 303
    (row,) = rows(session)
    form = desk.see(f"/challenges/desk/{row.slug}")
    assert "このことばは広すぎます" in form.text
    assert "「活性化」" in form.text
    assert "変えられないこと" in desk.see("/challenges/desk").text
    answer = desk.post(f"/challenges/desk/{row.slug}", data=half | {"step": "publish"})
    assert answer.status_code == 422
    assert "ないときは「ありません」と書きます" in answer.text
    assert "下書きは保存してあります" in answer.text
    assert client.get(f"/challenges/{row.slug}").status_code == 404
    whole = sent(place, **DAYS, owner_id=str(clerk.id), step="publish")
    assert desk.post(f"/challenges/desk/{row.slug}", data=whole).status_code == 303
    visitor = client.application.test_client()
    assert isinstance(visitor, PageClient)
    page = visitor.see(f"/challenges/{row.slug}")
    assert page.heading == "雪の日の通学路"
    assert "いま募集しています" in page.text
    assert "道路管理課長" in page.text
    assert clerk.name not in page.text


def test_nothing_that_was_typed_is_lost_by_any_button(
    client: PageClient, session: "Session", place: "Organization", clerk: "User"
) -> None:
    desk = sign_in(client, clerk)
    told = sent(place, **DAYS) | {
        "data-title-0": "除雪路線図",
        "data-url-0": "https://data.example.jp/",
        "data-terms-0": "CC BY",
        "skill": ["dss-l@1.2/T5"],
        "words": "データ",
    }
    found = desk.post("/challenges/desk/new", data=told | {"step": "search"})
    assert found.status_code == 200
    for kept in ("除雪車は62台です。", "除雪路線図", "CC BY", LATER.isoformat()):
        assert kept in found.text
    assert 'value="dss-l@1.2/T5" checked' in found.text
    assert rows(session) == []
    wrong = desk.post("/challenges/desk/new", data=told | {"data-url-0": "ここ", "title": ""})
    assert wrong.status_code == 422
    assert "課題の名前を入れてください" in wrong.text
    assert "https:// からはじまる" in wrong.text
    assert "除雪車は62台です。" in wrong.text
    assert desk.post("/challenges/desk/new", data=told).status_code == 303
    (row,) = rows(session)
    assert row.data == {
        "data": [{"title": "除雪路線図", "url": "https://data.example.jp/", "terms": "CC BY"}]
    }
    assert row.skills == ["dss-l@1.2/T5"]


def test_a_published_promise_is_moved_in_the_open_and_a_call_ended(
    client: PageClient, session: "Session", place: "Organization", clerk: "User"
) -> None:
    row = open_one(session, place, promised_on=LATER)
    path = f"/challenges/desk/{row.slug}"
    desk = sign_in(client, clerk)
    form = desk.see(path)
    assert "6つの行は" in form.text
    assert 'name="question"' not in form.html
    changed = {"owner_id": str(clerk.id), "closes_on": LATER.isoformat(), "step": "save"}
    assert desk.post(path, data=changed | {"question": "ほか"}).status_code == 303
    (row,) = rows(session)
    assert row.closes_on == LATER
    assert "除雪の順番" in row.question
    shorter = desk.post(path, data=changed | {"closes_on": SOON.isoformat()})
    assert shorter.status_code == 422
    assert "早められません" in shorter.text
    desk.see(f"{path}/move")
    assert desk.post(f"{path}/move", data={}).status_code == 422
    day = (TODAY + timedelta(days=90)).isoformat()
    told = {"answer_by": day, "reason": "説明会が延びたため。"}
    assert desk.post(f"{path}/move", data=told).status_code == 303
    again = desk.post(f"{path}/move", data=told)
    assert again.status_code == 422
    assert "いまと同じ日です" in again.text
    assert "説明会が延びたため。" in client.see(f"/challenges/{row.slug}").text
    desk.see(f"{path}/end")
    ending = {"how": "close", "reason": "支える人が足りないため。"}
    assert desk.post(f"{path}/end", data=ending).status_code == 303
    assert "募集を早めに終えました" in client.see(f"/challenges/{row.slug}").text
    assert desk.post(f"{path}/copy").status_code == 303
    assert desk.post(f"{path}/end", data=ending | {"how": "off"}).status_code == 303
    assert client.get(f"/challenges/{row.slug}").status_code == 404
    assert [one.state for one in rows(session)] == [
        ChallengeState.CLOSED,
        ChallengeState.DRAFT,
    ]
    desk.see("/challenges/desk")


def test_other_departments_and_everybody_else_find_no_desk(
    client: PageClient, session: "Session", place: "Organization"
) -> None:
    row = open_one(session, place)
    other = a_clerk(session, department=an_organization(session, parent=a_city(session)))
    path = f"/challenges/desk/{row.slug}"
    desk = sign_in(client, other)
    assert row.title not in desk.see("/challenges/desk").text
    for address in ("", "/move", "/end"):
        assert desk.get(path + address).status_code == 404
    assert desk.post(path, data=sent(place)).status_code == 404
    for somebody in (a_citizen(session), a_child(session)):
        assert sign_in(client, somebody).get("/challenges/desk").status_code == 404


def test_everybody_reads_the_list_and_narrows_it(
    client: PageClient, session: "Session", place: "Organization"
) -> None:
    assert "いま出ている課題は、ありません" in client.see("/challenges").text
    open_one(session, place)
    old = open_one(session, place, title="古い課題", field="create")
    old.opens_on, old.closes_on = TODAY - timedelta(days=500), TODAY - timedelta(days=400)
    session.flush()
    page = client.see("/challenges")
    assert page.text.index("雪の日の通学路") < page.text.index("古い課題")
    assert "いまとこれからの課題（1つ）" in page.text
    narrowed = client.see("/challenges?field=create").text
    assert "古い課題" in narrowed
    assert "雪の日の通学路" not in narrowed
    assert "あてはまる課題は" in client.see("/challenges?field=protect").text
    assert "雪の日" in client.see(f"/challenges?department={place.id}&year=x&field=?").text
    child = sign_in(client, a_child(session, grade=4))
    assert child.see("/challenges").readings


def test_a_challenge_is_followed_and_tells_who_took_it(
    client: PageClient, session: "Session"
) -> None:
    together = a_project(session, now=now())
    row = together.project.challenge
    assert row is not None
    page = client.see(f"/challenges/{row.slug}")
    assert f"{together.school.name}・{together.university.name}のチーム" in page.text
    assert together.project.title not in page.text
    for hidden in (together.pupils[0].given_name, together.teacher.family_name):
        assert hidden not in page.text
    path = f"/challenges/{row.slug}"
    citizen = sign_in(client, a_citizen(session))
    assert citizen.post(f"{path}/follow").status_code == 303
    assert "お知らせを受けています" in citizen.see(path).text
    assert citizen.post(f"{path}/stop").status_code == 303
    assert "お知らせを受けています" not in citizen.see(path).text
    assert "先生に話してください" in sign_in(client, together.pupils[0]).see(path).text


def test_a_proposal_goes_from_a_citizen_to_a_draft(
    client: PageClient, session: "Session", place: "Organization", clerk: "User"
) -> None:
    citizen = a_citizen(session)
    asked = sign_in(client, citizen)
    asked.see("/challenges/propose")
    said = {"title": "待ち時間", "trouble": "1時間待ちます。", "wish": "待たずに聞きたい。"}
    empty = asked.post("/challenges/propose", data=said | {"wish": ""})
    assert empty.status_code == 422
    assert "1時間待ちます。" in empty.text
    assert asked.post("/challenges/propose", data=said).status_code == 303
    assert "待っています" in asked.see("/my/proposals").text
    session.commit()
    (row,) = session.scalars(sa.select(ChallengeProposal))
    desk = sign_in(client, clerk)
    assert "待ち時間" in desk.see("/challenges/proposals").text
    path = f"/challenges/proposals/{row.id}"
    desk.see(path)
    assert desk.post(f"{path}/return", data={}).status_code == 422
    assert desk.post(f"{path}/publish").status_code == 303
    ideas = client.see("/challenges/ideas").text
    assert "1時間待ちます。" in ideas
    assert "市民から" in ideas
    assert desk.post(f"{path}/take", data={"organization_id": ""}).status_code == 422
    taken = desk.post(f"{path}/take", data={"organization_id": str(place.id)})
    assert taken.status_code == 303
    (made,) = rows(session)
    assert (made.proposal_id, made.trouble) == (row.id, "1時間待ちます。")
    desk.see(path)
    assert "待たずに聞きたい。" in desk.see(f"/challenges/desk/{made.slug}").text
    mine = sign_in(client, citizen).see("/my/proposals").text
    assert "市の課が、課題にしています" in mine


def test_a_returned_proposal_says_why_and_a_second_moderator_is_told(
    client: PageClient, session: "Session", clerk: "User"
) -> None:
    citizen = a_citizen(session)
    row = a_proposal(session, citizen)
    desk = sign_in(client, clerk)
    path = f"/challenges/proposals/{row.id}"
    assert desk.post(f"{path}/return", data={"reason": "県が決めることです。"}).status_code == 303
    assert desk.post(f"{path}/publish").status_code == 303
    assert "先に答えていました" in desk.see("/challenges/proposals").text
    session.commit()
    session.refresh(row)
    assert row.state is ProposalState.RETURNED
    assert "県が決めることです。" in sign_in(client, citizen).see("/my/proposals").text


def test_a_pupil_is_told_that_their_teacher_proposes(
    client: PageClient, session: "Session"
) -> None:
    school = a_school(session)
    pupil = sign_in(client, a_child(session, grade=5, school=school))
    page = pupil.see("/challenges/propose")
    assert "先生が学校の名前で出します" in page.text
    assert page.all("textarea") == []
    assert pupil.post("/challenges/propose", data={}).status_code == 422
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    asked = sign_in(client, teacher)
    assert school.name in asked.see("/challenges/propose").text
    said = {"title": "雪", "trouble": "歩けません。", "wish": "歩きたい。"}
    told = asked.post("/challenges/propose", data=said | {"organization_id": str(school.id)})
    assert told.status_code == 303
    assert school.name in asked.see("/my/proposals").text


def test_what_is_not_published_at_once_is_one_draft(
    client: PageClient, session: "Session", place: "Organization", clerk: "User"
) -> None:
    desk = sign_in(client, clerk)
    half = sent(place, **DAYS, decider="", step="publish")
    answer = desk.post("/challenges/desk/new", data=half)
    assert answer.status_code == 422
    (row,) = rows(session)
    assert f'action="/challenges/desk/{row.slug}"' in answer.text


def test_a_teacher_finds_the_way_to_a_project(
    client: PageClient, session: "Session", place: "Organization"
) -> None:
    row = open_one(session, place)
    teacher = a_user(session)
    a_post(session, teacher, a_school(session), Role.TEACHER)
    for somebody, finds in ((teacher, True), (a_citizen(session), False)):
        page = sign_in(client, somebody).see(f"/challenges/{row.slug}")
        assert ("この課題に取り組む" in page.links) == finds
