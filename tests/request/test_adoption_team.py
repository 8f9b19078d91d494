"""The team's pages: its proposal, the city's answer, and going on by itself."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.adoption.models import Adoption, ContinuationLook
from app.projects.models import Project
from app.projects.rules import ProjectState
from tests.client import PageClient, sign_in
from tests.factories.adoption import (
    a_proposal,
    an_offer,
    answered,
    going_on,
    taken_up,
)
from tests.factories.identity import a_citizen
from tests.factories.projects import Together, a_project

PROPOSAL = {
    "title": "雪の朝は、通学路から先に雪をどける",
    "proposal": "歩いて調べた42kmのうち、半分は7時30分までに間に合っていませんでした。",
    "document": "除雪計画 第3章",
    "before": "幹線道路から順に行う。",
    "after": "幹線道路とあわせて、通学路を行う。",
    "cost_yen": "１，２００，０００円",
    "edition": "0",
}


HOUR = re.compile(r"\d{1,2}:\d{2}|午前|午後")


@pytest.fixture
def together(session: Session) -> Together:
    found = a_project(session)
    session.commit()
    return found


def day(days: int) -> str:
    return (clock.day_of(clock.now()) + timedelta(days=days)).isoformat()


def only(session: Session) -> Adoption:
    session.commit()
    return session.scalars(sa.select(Adoption)).one()


def home(together: Together, rest: str = "") -> str:
    return f"/projects/{together.project.key}/adoption{rest}"


def test_a_proposal_from_the_first_word_to_the_figures(
    client: PageClient, session: Session, together: Together
) -> None:
    pupil = sign_in(client, together.pupils[0])
    assert "市に提案してみましょう" in pupil.see(home(together)).text
    assert "先生に見てもらう" in pupil.see(home(together, "/write")).text
    assert pupil.post(home(together, "/write"), data=PROPOSAL).status_code == 303
    page = pupil.see(home(together))
    assert "まだ市に出していません" in page.text
    assert "確かめて、市に出す" not in page.text
    assert pupil.post(home(together, "/hand-in"), data={"edition": "0"}).status_code == 404
    teacher = sign_in(client, together.teacher)
    assert "確かめて、市に出す" in teacher.see(home(together)).text
    assert teacher.post(home(together, "/hand-in"), data={"edition": "0"}).status_code == 303
    assert "担当と、答える日が決まるのを待っています" in teacher.see(home(together)).text
    row = only(session)
    assert row.cost_yen == 1_200_000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "提案を1行で書いて"),
        ({"after": ""}, "変えたあとの文も書いて"),
        ({"cost_yen": "たくさん"}, "数字だけを入れて"),
        ({"starts_on": "来年"}, "日付を"),
        ({"proposal": "あ" * 1201}, "1200文字まで"),
    ],
)
def test_what_a_team_typed_stays(
    client: PageClient, session: Session, together: Together, wrong: dict[str, str], said: str
) -> None:
    pupil = sign_in(client, together.pupils[0])
    assert pupil.post(home(together, "/write"), data=PROPOSAL | wrong).status_code == 422
    assert said in pupil.page.text
    if "proposal" not in wrong:
        assert PROPOSAL["proposal"] in pupil.page.html
    assert session.scalar(sa.select(sa.func.count()).select_from(Adoption)) == 0


def test_a_team_without_a_challenge_chooses_its_department(
    client: PageClient, session: Session
) -> None:
    together = a_project(session, challenge=False)
    session.commit()
    teacher = sign_in(client, together.teacher)
    assert together.department.name in teacher.see(home(together, "/write")).html
    sent = PROPOSAL | {"organization": ""}
    assert teacher.post(home(together, "/write"), data=sent).status_code == 422
    sent = PROPOSAL | {"organization": str(together.department.id)}
    assert teacher.post(home(together, "/write"), data=sent).status_code == 303
    row = only(session)
    assert row.organization_id == together.department.id
    answer = teacher.post(home(together, "/write"), data=sent | {"edition": "7"})
    assert answer.status_code == 422
    assert "ほかの人が先に書きました" in teacher.page.text
    assert teacher.post(home(together, "/hand-in"), data={"edition": "9"}).status_code == 422


def test_a_mentor_reads_and_does_not_write(
    client: PageClient, session: Session, together: Together
) -> None:
    mentor = sign_in(client, together.mentor)
    assert "チームが書くと、ここに出ます" in mentor.see(home(together)).text
    for rest in ("/write", "/continue"):
        assert mentor.get(home(together, rest)).status_code == 404
    assert mentor.post(home(together, "/write"), data=PROPOSAL).status_code == 404
    row = taken_up(session, together, a_proposal(session, together, now=clock.now()))
    answered(session, together, row)
    session.commit()
    teacher = sign_in(client, together.teacher)
    assert teacher.get(home(together, "/write")).status_code == 404
    stranger = sign_in(client, a_citizen(session))
    assert stranger.get(home(together)).status_code == 404


def test_a_team_goes_on_and_tells_how_it_goes(
    client: PageClient, session: Session, together: Together
) -> None:
    offer = an_offer(session, together.department, together.owner)
    session.commit()
    teacher = sign_in(client, together.teacher)
    assert "会議室を無料で使える" in teacher.see(home(together, "/continue")).html
    assert teacher.post(home(together, "/continue"), data={"kind": "club"}).status_code == 422
    assert "名前を書いて" in teacher.page.text
    odd = {"kind": "club", "name": "雪みち研究会", "offers": "x"}
    assert teacher.post(home(together, "/continue"), data=odd).status_code == 422
    sent = {"kind": "club", "name": "雪みち研究会", "offers": str(offer.id)}
    assert teacher.post(home(together, "/continue"), data=sent).status_code == 303
    page = teacher.see(home(together))
    assert "雪みち研究会" in page.text
    assert "受けている支援" in page.text
    pupil = sign_in(client, together.pupils[0])
    assert "雪みち研究会" in pupil.see(home(together)).text
    assert pupil.post(home(together, "/continue"), data=sent).status_code == 404


def test_half_a_year_later_the_teacher_is_asked(
    client: PageClient, session: Session, together: Together
) -> None:
    going_on(session, together, now=clock.now() - timedelta(days=200))
    session.commit()
    teacher = sign_in(client, together.teacher)
    page = teacher.see(home(together))
    (link,) = [one for one in page.all("a") if "/looks/" in (one.get("href") or "")]
    path = link.get("href") or ""
    assert "6か月たちました" in teacher.see(path).text
    assert teacher.post(path, data={}).status_code == 422
    said = {"goes_on": "yes", "words": "週に1回集まっています。", "needed": "集まる部屋"}
    assert teacher.post(path, data=said).status_code == 303
    assert "足りないもの：集まる部屋" in teacher.see(home(together)).text
    assert sign_in(client, together.pupils[0]).get(path).status_code == 404
    assert sign_in(client, together.owner).see(path)


def test_who_is_asked_answers_though_the_project_ended_more_than_a_year_ago(
    client: PageClient, session: Session, together: Together
) -> None:
    row = going_on(session, together, now=clock.now() - timedelta(days=370))
    project = session.get_one(Project, together.project.id)
    project.state, project.ended_on = ProjectState.ENDED, row.since_on - timedelta(days=9)
    session.commit()
    last = sa.select(ContinuationLook.id).filter_by(continuation_id=row.id, months=12)
    path = home(together, f"/looks/{session.scalars(last).one()}")
    teacher = sign_in(client, together.teacher)
    assert teacher.get(home(together)).status_code == 404
    page = teacher.see(path)
    assert "12か月たちました" in page.text
    assert "project__name" in page.html
    assert f'/projects/{together.project.key}"' not in page.html
    answer = teacher.post(path, data={"goes_on": "no", "words": "卒業しました。"})
    assert answer.location.endswith(path)
    assert sign_in(client, together.pupils[0]).get(path).status_code == 404
