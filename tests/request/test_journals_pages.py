"""The pages of journals: written to a card, read by whom it reaches, printed for oneself."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.journals.models import JournalEntry
from app.journals.prompts import prompts_of
from app.journals.rules import Reach
from app.projects.models import ProjectStage
from app.projects.rules import ProjectState
from tests.client import PageClient, sign_in
from tests.factories.identity import TODAY, a_citizen
from tests.factories.journals import WORDS, an_entry
from tests.factories.projects import Together, a_project

SECRET = "だれにも読まれたくないこと"


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session)


def at(team: Together, rest: str = "") -> str:
    return f"/projects/{team.project.key}/journal{rest}"


def rows(session: Session) -> list[JournalEntry]:
    session.commit()
    return list(session.scalars(sa.select(JournalEntry).order_by(JournalEntry.created_at)))


def test_a_pupil_writes_to_a_card_and_says_who_reads(
    client: PageClient, session: Session, team: Together
) -> None:
    (card, *_) = prompts_of("discover")
    pupil = sign_in(client, team.pupils[0])
    page = pupil.see(at(team))
    (link, *_rest) = [a for a in page.all("a") if "card=" in a.get("href")]
    form = pupil.see(link.get("href"))
    assert card.ja in form.text
    assert "いっしょに学ぶ人（1人）と、先生（1人）が読みます" in form.text
    (chosen,) = [one for one in form.all("input") if "checked" in one.attributes]
    assert chosen.get("value") == "private"
    sent = {"words": WORDS, "reach": "team", "card": card.key}
    assert pupil.post(at(team, "/new"), data=sent).status_code == 303
    (row,) = rows(session)
    assert (row.words, row.reach, row.prompt) == (WORDS, Reach.TEAM, card.key)
    page = pupil.see(at(team))
    assert WORDS in page.text
    assert card.ja in page.text


def test_what_is_missing_is_told_and_nothing_is_lost(
    client: PageClient, session: Session, team: Together
) -> None:
    pupil = sign_in(client, team.pupils[0])
    sent = {"words": "あ" * 2001, "reach": "everybody"}
    answer = pupil.post(at(team, "/new"), data=sent)
    assert answer.status_code == 422
    assert "2000文字までにしてください" in pupil.page.text
    assert "一覧から選んでください" in pupil.page.text
    assert "あ" * 2001 in pupil.page.text
    assert rows(session) == []


def test_each_page_shows_what_reaches_its_reader(
    client: PageClient, session: Session, team: Together
) -> None:
    writer, mate = team.pupils
    an_entry(session, team, words=SECRET, reach=Reach.PRIVATE)
    an_entry(session, team, words="チームへの言葉", reach=Reach.TEAM)
    an_entry(session, team, words="メンターへの言葉", reach=Reach.MENTOR)
    own = sign_in(client, writer).see(at(team)).text
    assert all(one in own for one in (SECRET, "チームへの言葉", "メンターへの言葉"))
    for reader in (mate, team.teacher):
        text = sign_in(client, reader).see(at(team)).text
        assert SECRET not in text
        assert "チームへの言葉" in text
        assert "ゆい" in text
    client.query_budget = 9  # how minors of another organization are called takes four
    seen = sign_in(client, team.mentor).see(at(team)).text
    assert "メンターへの言葉" in seen
    assert "チームへの言葉" not in seen
    assert f"{team.school.name}の1人" in seen
    assert "ゆい" not in seen
    nothing = sign_in(client, team.owner).see(at(team)).text
    assert "メンターへの言葉" not in nothing
    assert sign_in(client, a_citizen(session)).get(at(team)).status_code == 404


def test_a_teacher_sees_who_has_written_and_answers(
    client: PageClient, session: Session, team: Together
) -> None:
    row = an_entry(session, team)
    an_entry(session, team, team.pupils[1], words=SECRET, reach=Reach.PRIVATE)
    teacher = sign_in(client, team.teacher)
    page = teacher.see(at(team))
    assert page.text.count("書いた") >= 2
    empty = teacher.post(at(team, f"/{row.id}/reply"), data={"reply": " ", "stage": "discover"})
    assert empty.status_code == 422
    assert "返事を入れてください" in teacher.page.text
    sent = {"reply": "よく見つけました。", "stage": "discover"}
    assert teacher.post(at(team, f"/{row.id}/reply"), data=sent).status_code == 303
    assert "よく見つけました。" in teacher.see(at(team)).text
    pupil = sign_in(client, team.pupils[0])
    assert "よく見つけました。" in pupil.see(at(team)).text
    assert pupil.post(at(team, f"/{row.id}/reply"), data=sent).status_code == 404
    gone = at(team, f"/{uuid.uuid4()}/reply")
    assert sign_in(client, team.teacher).post(gone, data=sent).status_code == 404


def test_one_changes_takes_back_and_removes_ones_own(
    client: PageClient, session: Session, team: Together
) -> None:
    row = an_entry(session, team)
    pupil = sign_in(client, team.pupils[0])
    assert WORDS in pupil.see(at(team, f"/{row.id}")).text
    sent = {"words": "直したもの", "reach": "mentor"}
    assert pupil.post(at(team, f"/{row.id}"), data=sent).status_code == 303
    assert pupil.post(at(team, f"/{row.id}"), data={"words": ""}).status_code == 422
    assert pupil.post(at(team, f"/{row.id}/private")).status_code == 303
    assert [(one.words, one.reach) for one in rows(session)] == [("直したもの", Reach.PRIVATE)]
    for reader in (team.pupils[1], team.teacher):
        other = sign_in(client, reader)
        assert other.get(at(team, f"/{row.id}")).status_code == 404
        assert other.get(at(team, f"/{row.id}/remove")).status_code == 404
        assert other.post(at(team, f"/{row.id}/remove")).status_code == 404
        assert other.post(at(team, f"/{row.id}/private")).status_code == 404
        assert other.post(at(team, f"/{row.id}"), data=sent).status_code == 404
    pupil = sign_in(client, team.pupils[0])
    assert "消すと、元にもどせません" in pupil.see(at(team, f"/{row.id}/remove")).text
    assert pupil.post(at(team, f"/{row.id}/remove")).status_code == 303
    assert rows(session) == []


def test_after_the_gate_and_after_the_end_it_is_said_why_not(
    client: PageClient, session: Session, team: Together
) -> None:
    row = an_entry(session, team)
    stage = session.get_one(ProjectStage, (team.project.id, "discover"))
    stage.passed_on = TODAY
    pupil = sign_in(client, team.pupils[0])
    page = pupil.get(at(team, f"/{row.id}"), follow_redirects=True).get_data(as_text=True)
    assert "段階が次へ進んだので" in page
    sent = {"words": "直したもの", "reach": "team"}
    assert pupil.post(at(team, f"/{row.id}"), data=sent).status_code == 422
    assert "直したもの" in pupil.page.text
    team.project.state, team.project.ended_on = ProjectState.ENDED, TODAY
    assert pupil.get(at(team, "/new")).status_code == 303
    assert pupil.post(at(team, "/new"), data=sent).status_code == 422
    assert "この企画は終わったので" in pupil.page.text
    assert sign_in(client, team.teacher).get(at(team, "/new")).status_code == 303


def test_a_stage_is_looked_at_by_its_key(
    client: PageClient, session: Session, team: Together
) -> None:
    an_entry(session, team)
    pupil = sign_in(client, team.pupils[0])
    assert WORDS not in pupil.see(at(team, "?stage=deliver")).text
    assert WORDS in pupil.see(at(team, "?stage=nothing")).text


def test_ones_own_is_printed_with_or_without_what_is_private(
    client: PageClient, session: Session, team: Together
) -> None:
    an_entry(session, team)
    an_entry(session, team, words=SECRET, reach=Reach.PRIVATE)
    an_entry(session, team, team.pupils[1], words="ほかの人のもの")
    pupil = sign_in(client, team.pupils[0])
    paper = pupil.see(at(team, "/print")).text
    assert WORDS in paper
    assert SECRET in paper
    assert "ほかの人のもの" not in paper
    assert SECRET not in pupil.see(at(team, "/print?shared=1")).text
    assert "まだありません" in sign_in(client, team.teacher).see(at(team, "/print")).text


def test_a_small_pupil_reads_the_cards_with_readings(client: PageClient, session: Session) -> None:
    team = a_project(session, grade=2)
    page = sign_in(client, team.pupils[0]).see(at(team))
    assert prompts_of("discover")[0].easy in page.text.replace(" ", "")
    assert ("歩", "ある") in page.readings
