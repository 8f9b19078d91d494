"""The page of awards: teachers award, everybody else reads their own."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.recognition.models import ProjectAward
from tests.client import PageClient, sign_in
from tests.factories.assessments import a_settled
from tests.factories.identity import a_citizen
from tests.factories.projects import Together, a_project
from tests.factories.recognition import a_project_achievement, awarded, member_of
from tests.factories.workroom import a_link

BUDGET = 14
"""The desk gathers from six packages; what it asks grows with nothing."""


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session, pupils=3)


def count(session: Session) -> int:
    session.expire_all()
    return session.scalar(sa.select(sa.func.count(ProjectAward.id))) or 0


def test_a_teacher_awards_and_a_pupil_finds_it(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second, _third = team.pupils
    a_settled(session, team, first)
    a_link(session, team.project, first, title="積もり方の地図")
    child = a_project_achievement(session, team, "child")
    mine, theirs = (member_of(session, team, one) for one in (first, second))
    where = f"/projects/{team.project.key}/awards"
    teacher = sign_in(client, team.teacher)
    teacher.query_budget = BUDGET
    page = teacher.see(where)
    assert "評価が決まると、出せます" in page.text
    assert "この人に合う証明が、まだ用意されていません" in page.text
    assert teacher.post(where, data={}).status_code == 422
    assert "1人以上選んでください" in teacher.page.text
    sent = {
        f"award-{mine}": str(child.id),
        f"hours-{mine}": "3時間",
        f"artifact-{mine}": "積もり方の地図",
    }
    assert teacher.post(where, data=sent).status_code == 422
    assert "0.5きざみ" in teacher.page.text
    assert "3時間" in teacher.page.html
    assert f'href="#hours-{mine}"' in teacher.page.html
    for wrong in ("nan", "1e999", "-1"):
        assert teacher.post(where, data=sent | {f"hours-{mine}": wrong}).status_code == 422
    early = {f"award-{theirs}": str(child.id)}
    assert teacher.post(where, data=early).status_code == 422
    assert "先に、評価を決めてください" in teacher.page.text
    assert teacher.post(where, data={f"award-{mine}": "x"}).status_code == 422
    made_up = {**sent, f"hours-{mine}": "3", f"artifact-{mine}": "ゆいさんの地図"}
    assert teacher.post(where, data=made_up).status_code == 422
    assert "作ったものを、一覧から" in teacher.page.text
    assert count(session) == 0
    assert teacher.post(where, data=sent | {f"hours-{mine}": "３．５"}).status_code == 303
    assert "に出しました" in teacher.see(where).text
    assert count(session) == 1
    again = teacher.post(where, data=sent | {f"hours-{mine}": "3.5"})
    assert again.status_code == 422
    assert "もう出してあります" in teacher.page.text
    pupil = sign_in(client, first)
    assert f"「{child.name}」を作っています" in pupil.see(where).text
    assert pupil.post(where, data=sent).status_code == 404
    assert "証明は、まだありません" in sign_in(client, second).see(where).text


def test_the_desk_asks_no_more_for_more_people_and_awards(
    client: PageClient, session: Session, team: Together
) -> None:
    child = a_project_achievement(session, team, "child")
    teacher = sign_in(client, team.teacher)
    teacher.query_budget = BUDGET
    where = f"/projects/{team.project.key}/awards"
    teacher.see(where)
    before = len(teacher.queries)
    for one in team.pupils:
        a_settled(session, team, one)
        awarded(session, team, child, one)
    teacher.see(where)
    assert len(teacher.queries) == before


def test_where_nothing_can_be_awarded_it_is_said_what_to_do(
    client: PageClient, session: Session, team: Together
) -> None:
    teacher = sign_in(client, team.teacher)
    teacher.query_budget = BUDGET
    where = f"/projects/{team.project.key}/awards"
    assert "出せる証明が、まだありません" in teacher.see(where).text
    assert sign_in(client, a_citizen(session)).get(where).status_code == 404
    assert "証明は、まだありません" in sign_in(client, team.owner).see(where).text
