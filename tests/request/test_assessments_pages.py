"""The pages of assessments: splits, a mentor's five lines, and what a teacher settles."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.assessments.models import AssessmentView, PeerSplit, SettledAssessment
from app.assessments.rules import LINES
from app.consents.rules import Purpose, Said
from app.projects.rules import ProjectState
from tests.client import PageClient, sign_in
from tests.factories.assessments import a_settled, a_split, a_view
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import TODAY, a_citizen
from tests.factories.projects import Together, a_project, an_agreement

LEVELS = dict.fromkeys(LINES, "3")
PRAISE = "人に聞いて調べることを、最後まで続けました。"


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session, pupils=3)


def at(team: Together, rest: str = "") -> str:
    return f"/projects/{team.project.key}/assessment{rest}"


def split_of(team: Together, *given: int) -> dict[str, str]:
    found = {}
    for one, points in zip(team.pupils, given, strict=True):
        found[f"points_{one.id.hex}"] = str(points)
        found[f"words_{one.id.hex}"] = f"{points}点の仕事"
    return found


def points(team: Together, *given: int) -> dict[uuid.UUID, int]:
    return {one.id: n for one, n in zip(team.pupils, given, strict=True)}


def test_a_teacher_asks_and_a_pupil_shares_out_the_points(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second, _third = team.pupils
    pupil = sign_in(client, first)
    assert pupil.get(at(team, "/peers")).status_code == 303
    assert pupil.post(at(team, "/asking"), data={"asks": "1"}).status_code == 404
    teacher = sign_in(client, team.teacher)
    assert "聞きはじめる" in teacher.see(at(team)).text
    assert teacher.post(at(team, "/asking"), data={"asks": "1"}).status_code == 303
    pupil = sign_in(client, first)
    assert "分担を書く" in pupil.see(at(team)).text
    assert "読むのは先生だけです" in pupil.see(at(team, "/peers")).text
    wrong = pupil.post(at(team, "/peers"), data=split_of(team, 50, 30, 15))
    assert wrong.status_code == 422
    assert "合計が95点です。あと5点、分けてください。" in pupil.page.text
    assert "15点の仕事" in pupil.page.html
    much = pupil.post(at(team, "/peers"), data=split_of(team, 50, 30, 30))
    assert much.status_code == 422
    assert "10点、減らしてください" in pupil.page.text
    empty = pupil.post(at(team, "/peers"), data={})
    assert empty.status_code == 422
    sent = {**split_of(team, 50, 30, 20), f"together_{second.id.hex}": "4"}
    assert pupil.post(at(team, "/peers"), data=sent).status_code == 303
    session.commit()
    (row,) = session.scalars(sa.select(PeerSplit))
    assert {(part.points, part.together) for part in row.parts} == {
        (50, None),
        (30, 4),
        (20, None),
    }
    assert "出しました" in pupil.see(at(team)).text
    assert "30点の仕事" in pupil.see(at(team, "/peers")).html
    teacher = sign_in(client, team.teacher)
    assert "答えた人：1人" in teacher.see(at(team)).text
    assert teacher.post(at(team, "/asking"), data={"asks": "0"}).status_code == 303
    assert "聞きはじめる" in teacher.see(at(team)).text


def test_of_two_it_is_said_why_nothing_is_asked(client: PageClient, session: Session) -> None:
    team = a_project(session)
    team.project.asks_peers = True
    pupil = sign_in(client, team.pupils[0])
    assert "分担は聞きません" in pupil.see(at(team)).text
    assert pupil.get(at(team, "/peers")).status_code == 303
    assert pupil.post(at(team, "/peers"), data=split_of(team, 50, 50)).status_code == 303
    assert session.scalar(sa.select(sa.func.count(PeerSplit.id))) == 0


def test_a_mentor_says_five_lines_of_whom_they_know(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second, _third = team.pupils
    an_answer(session, a_guardian(session, first), Said.AGREED, Purpose.PROJECTS)
    an_agreement(session, team.school, team.university)
    mentor = sign_in(client, team.mentor)
    mentor.query_budget = 10  # how minors of another organization are called takes four
    assert "見たところを伝える" in mentor.see(at(team)).text
    page = mentor.see(at(team, "/view"))
    assert "チーム全体" in page.text
    assert "ゆいさん" in page.text
    assert "けんた" not in page.text
    assert mentor.post(at(team, "/view"), data={"about": "team"}).status_code == 422
    assert "どれか1つを選ぶか" in mentor.page.text
    sent = {"about": "team", "made": "3", "words": "よくためしました。"}
    assert mentor.post(at(team, "/view"), data=sent).status_code == 303
    assert "よくためしました。" in mentor.see(at(team, "/view")).text
    sent["about"] = str(first.id)
    assert mentor.post(at(team, "/view"), data=sent).status_code == 303
    for stranger in (str(second.id), "nobody", ""):
        sent["about"] = stranger
        assert mentor.post(at(team, "/view"), data=sent).status_code == 404
    assert mentor.post(at(team, "/view"), data={"about": "team", "made": "9"}).status_code == 422
    session.commit()
    assert session.scalar(sa.select(sa.func.count(AssessmentView.id))) == 2
    for other in (team.teacher, first):
        reader = sign_in(client, other)
        assert reader.get(at(team, "/view")).status_code == 404
        assert reader.post(at(team, "/view"), data=sent).status_code == 404


def test_a_teacher_reads_everything_and_settles(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second, third = team.pupils
    a_view(session, team, first)
    a_view(session, team, words="チームで話し合えていました。")
    a_split(session, team, first, points(team, 100, 0, 0))
    a_split(session, team, second, points(team, 30, 40, 30))
    a_split(session, team, third, points(team, 35, 40, 25))
    teacher = sign_in(client, team.teacher)
    page = teacher.see(at(team))
    assert page.text.count("まだ決めていません") == 3
    where = at(team, f"/learners/{first.id}")
    page = teacher.see(where)
    assert "チームで話し合えていました。" in page.text
    assert "すべての点数を自分につけています" in page.text
    assert "30点の仕事をした。" in page.text
    kept = teacher.post(where, data={"made": "2", "words": "あとで書く", "step": "keep"})
    assert kept.status_code == 303
    assert "あとで書く" in teacher.see(where).text
    wrong = teacher.post(where, data={"made": "2", "words": "", "seen": "0", "step": "settle"})
    assert wrong.status_code == 422
    assert "どれか1つを選んでください" in teacher.page.text
    sent = {**LEVELS, "words": PRAISE, "share": "30", "seen": "0", "step": "settle"}
    assert teacher.post(where, data=sent).status_code == 303
    session.commit()
    (row,) = session.scalars(sa.select(SettledAssessment))
    assert (row.share, row.assessor_id) == (30, team.teacher.id)
    assert "本人に知らせました" in teacher.see(at(team)).text
    late = teacher.post(where, data={**sent, "reason": "直す"})
    assert late.status_code == 422
    assert "先に評価を決めました" in teacher.page.text
    assert teacher.post(where, data={**sent, "seen": "1"}).status_code == 422
    assert "直すわけを書いてください" in teacher.page.text
    again = {**sent, "seen": "1", "reason": "記録を見落としていました。"}
    assert teacher.post(where, data=again).status_code == 303
    assert teacher.see(where).text.count("いまの評価") == 1


def test_a_pupil_reads_their_own_and_nothing_of_who_gave_what(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second, third = team.pupils
    a_view(session, team, first, words="メンターの言葉")
    a_split(session, team, second, points(team, 15, 45, 40))
    a_split(session, team, third, points(team, 35, 40, 25))
    a_settled(session, team, first, share=25, words=PRAISE)
    a_settled(session, team, second, words="ほかの人への言葉")
    page = sign_in(client, first).see(at(team))
    assert PRAISE in page.text
    assert "あなたの分担は25点" in page.text
    for hidden in ("メンターの言葉", "ほかの人への言葉", "15点", "35点", "けんた", "はな"):
        assert hidden not in page.text
    where = at(team, f"/learners/{first.id}")
    for other in (first, second, team.mentor, team.owner):
        assert sign_in(client, other).get(where).status_code == 404
        assert sign_in(client, other).post(where, data=LEVELS).status_code == 404
    stranger = sign_in(client, a_citizen(session))
    for path in (at(team), where, at(team, "/peers"), at(team, "/view")):
        assert stranger.get(path).status_code == 404
    gone = at(team, f"/learners/{uuid.uuid4()}")
    assert sign_in(client, team.teacher).get(gone).status_code == 404


def test_an_ended_project_is_read_and_not_written(
    client: PageClient, session: Session, team: Together
) -> None:
    first, *_ = team.pupils
    a_settled(session, team, first, words=PRAISE)
    team.project.state, team.project.ended_on = ProjectState.ENDED, TODAY
    assert PRAISE in sign_in(client, first).see(at(team)).text
    teacher = sign_in(client, team.teacher)
    where = at(team, f"/learners/{first.id}")
    assert PRAISE in teacher.see(where).text
    sent = {**LEVELS, "words": PRAISE, "seen": "1", "reason": "直す", "step": "settle"}
    assert teacher.post(where, data=sent).status_code == 422
    assert "この企画は終わったので" in teacher.page.text
    assert teacher.post(at(team, "/asking"), data={"asks": "1"}).status_code == 303
    assert "このアドレス" not in teacher.see(at(team)).text


def test_the_owner_reads_the_rubric_alone(
    client: PageClient, session: Session, team: Together
) -> None:
    page = sign_in(client, team.owner)
    page.query_budget = 10  # how minors of another organization are called takes four
    assert "5つの見かた" in page.see(at(team)).text
