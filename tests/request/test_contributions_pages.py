"""The pages of もとむ／できる: asked, offered, accepted, done, thanked."""

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.clock import now
from app.contributions.models import Need, Offer
from app.contributions.rules import NeedState, OfferState
from tests.client import PageClient, sign_in
from tests.factories.contributions import a_need, an_offer
from tests.factories.identity import a_citizen, a_clerk
from tests.factories.projects import a_project

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.projects import Together

NEED = {
    "kind": "skill",
    "title": "地図のデータを作れる人",
    "words": "写真を地図にのせたいです。",
    "hours": "６",
    "step": "save",
}
HOUR = re.compile(r"\d{1,2}:\d{2}")


@pytest.fixture
def together(session: "Session") -> "Together":
    return a_project(session, now=now())


def the_need(session: "Session") -> Need:
    session.commit()
    session.expire_all()
    return session.scalars(sa.select(Need)).one()


def the_offer(session: "Session") -> Offer:
    session.commit()
    session.expire_all()
    return session.scalars(sa.select(Offer)).one()


def test_a_project_asks_and_somebody_gives(
    client: PageClient, session: "Session", together: "Together"
) -> None:
    path = f"/projects/{together.project.key}/needs"
    client.query_budget = 12  # an outsider's names are not asked, yet the frame's standing is
    teacher = sign_in(client, together.teacher)
    assert "「もとむ」は、まだありません" in teacher.see(path).text
    wrong = teacher.post(path, data=NEED | {"title": ""})
    assert wrong.status_code == 422
    assert "写真を地図にのせたいです。" in wrong.text
    searched = teacher.post(path, data=NEED | {"step": "search", "search": "データ"})
    assert searched.status_code == 200
    assert "dss-l" in searched.text
    assert teacher.post(path, data=NEED).status_code == 303
    need = the_need(session)
    assert "地図のデータを作れる人" in client.see("/needs").text
    citizen = a_citizen(session)
    giver = sign_in(client, citizen)
    giver.see(f"/needs/{need.id}")
    sent = {"words": "地図を作れます。", "hours": "3"}
    assert giver.post(f"/needs/{need.id}/offer", data={}).status_code == 422
    assert giver.post(f"/needs/{need.id}/offer", data=sent).status_code == 303
    assert "返事を待っています" in giver.see("/my/offers").text
    offer = the_offer(session)
    way = f"/offers/{offer.id}"
    assert giver.post(f"{way}/accept", data={"reply": "はい"}).status_code == 404
    owner = sign_in(client, together.owner)
    assert citizen.name in owner.see(path).text
    assert citizen.name in owner.see(way).text
    assert owner.post(f"{way}/accept", data={}).status_code == 422
    reply = {"reply": "3日に来てください。", "is_met": "y"}
    assert owner.post(f"{way}/accept", data=reply).status_code == 303
    assert the_need(session).state is NeedState.MET
    assert owner.post(f"{way}/done", data={"hours": "たくさん"}).status_code == 422
    assert owner.post(f"{way}/done", data={"hours": "1.5"}).status_code == 303
    assert owner.post(f"{way}/thank", data={"words": "助かりました。"}).status_code == 303
    assert the_offer(session).state is OfferState.THANKED
    assert owner.post(f"{way}/accept", data=reply).status_code == 303
    assert "いまのようすを見てください" in owner.see(way).text
    mine = sign_in(client, citizen).see("/my/offers").text
    assert "助かりました。" in mine
    assert "1.5時間" in mine
    assert not HOUR.search(mine)


def test_pupils_read_the_needs_and_no_offers(
    client: PageClient, session: "Session", together: "Together"
) -> None:
    client.query_budget = 12
    need = a_need(session, together.school, project=together.project)
    citizen = a_citizen(session)
    an_offer(session, need, citizen)
    path = f"/projects/{together.project.key}/needs"
    pupil = sign_in(client, together.pupils[0])
    page = pupil.see(path)
    assert need.title in page.text
    assert citizen.name not in page.text
    assert page.all("textarea") == []
    assert pupil.post(path, data=NEED).status_code == 422
    assert "先生に話してください" in pupil.see(f"/needs/{need.id}").text
    assert pupil.post(f"/needs/{need.id}/offer", data={"words": "行けます。"}).status_code == 422
    assert "先生に話してください" in pupil.see("/my/offers").text
    assert pupil.post(f"/needs/{need.id}/end").status_code == 404
    assert sign_in(client, a_citizen(session)).get(path).status_code == 404


def test_a_teacher_offers_for_the_school(
    client: PageClient, session: "Session", together: "Together"
) -> None:
    challenge = together.project.challenge
    need = a_need(session, together.department, challenge=challenge, by=together.owner)
    teacher = sign_in(client, together.teacher)
    assert together.school.name in teacher.see(f"/needs/{need.id}").text
    sent = {"words": "雪かきを手伝えます。", "organization_id": str(together.school.id)}
    alone = teacher.post(f"/needs/{need.id}/offer", data=sent)
    assert alone.status_code == 422
    assert "何人で行けるか" in alone.text
    told = teacher.post(f"/needs/{need.id}/offer", data=sent | {"pupils": "12"})
    assert told.status_code == 303
    owner = sign_in(client, together.owner)
    assert challenge is not None
    page = owner.see(f"/challenges/desk/{challenge.slug}/needs").text
    assert f"{together.school.name} 12人" in page
    assert together.teacher.name not in page


def test_a_department_asks_for_its_challenge_and_ends_it(
    client: PageClient, session: "Session", together: "Together"
) -> None:
    challenge = together.project.challenge
    assert challenge is not None
    path = f"/challenges/desk/{challenge.slug}/needs"
    owner = sign_in(client, together.owner)
    owner.see(path)
    past = owner.post(path, data=NEED | {"until": "2020-01-01"})
    assert past.status_code == 422
    assert "きょうより後の日" in past.text
    assert owner.post(path, data=NEED).status_code == 303
    need = the_need(session)
    assert "地図のデータを作れる人" in client.see(f"/challenges/{challenge.slug}").text
    clerk = sign_in(client, a_clerk(session))
    assert clerk.get(path).status_code == 404
    assert clerk.post(f"/needs/{need.id}/end").status_code == 404
    owner = sign_in(client, together.owner)
    assert owner.post(f"/needs/{need.id}/end", data={"how": "closed"}).status_code == 303
    assert the_need(session).state is NeedState.CLOSED
    assert owner.post(f"/needs/{need.id}/end", data={"how": "met"}).status_code == 303
    assert "もう終わっています" in owner.see(path).text
    assert "いま、もとめているものはありません" in client.see("/needs").text


def test_an_offer_is_taken_back(
    client: PageClient, session: "Session", together: "Together"
) -> None:
    citizen = a_citizen(session)
    need = a_need(session, together.school, project=together.project)
    offer = an_offer(session, need, citizen)
    way = f"/offers/{offer.id}"
    assert sign_in(client, a_citizen(session)).get(way).status_code == 404
    assert sign_in(client, together.teacher).post(f"{way}/withdraw").status_code == 404
    giver = sign_in(client, citizen)
    giver.see(way)
    assert giver.post(f"{way}/withdraw").status_code == 303
    assert the_offer(session).state is OfferState.WITHDRAWN
    assert giver.post(f"{way}/withdraw").status_code == 303
    assert "いまのようすを見てください" in giver.see("/my/offers").text


def test_visitors_read_and_are_asked_in_to_give(
    client: PageClient, session: "Session", together: "Together"
) -> None:
    need = a_need(session, together.school, project=together.project)
    page = client.see(f"/needs/{need.id}")
    assert "登録がいります" in page.text
    assert page.all("textarea") == []
    assert client.post(f"/needs/{need.id}/offer").status_code == 302
    assert "あてはまるものは" in client.see("/needs?kind=place&field=live").text
