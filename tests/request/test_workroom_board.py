"""The board's pages: who writes, what forms keep, and who is named to whom."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.projects.rules import ProjectState
from app.workroom.models import Card
from app.workroom.rules import CardState
from app.workroom.service import cards
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen
from tests.factories.projects import Together, a_project
from tests.factories.workroom import a_card


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session, now=clock.now())


def home(team: Together) -> str:
    return f"/projects/{team.project.key}/board"


def rows(session: Session) -> list[Card]:
    session.commit()
    return list(session.scalars(sa.select(Card).order_by(Card.position)))


def test_a_card_is_written_moved_ticked_and_brought_back(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second = team.pupils
    pupil = sign_in(client, first)
    assert "まだ、カードはありません" in pupil.see(home(team)).text
    page = pupil.see(f"{home(team)}/new")
    assert second.given_name in page.text
    told = {
        "title": "朝7時の積もり方を写す",
        "people": [str(first.id), str(second.id)],
        "due_on": "2020-01-06",
        "words": "・坂\n・橋",
        "items": "坂の写真\n橋の写真",
    }
    assert pupil.post(f"{home(team)}/new", data=told).status_code == 303
    (row,) = rows(session)
    page = pupil.see(home(team))
    assert "日がすぎています" in page.text
    assert "0／2" in page.text
    page = pupil.see(f"{home(team)}/{row.id}")
    assert second.given_name in page.text
    tick = f"{home(team)}/{row.id}/items/{row.items[0].id}"
    assert pupil.post(tick, data={"done": "1"}).status_code == 303
    moved = pupil.post(f"{home(team)}/{row.id}/move", data={"to": "done", "view": "list"})
    assert moved.status_code == 303
    page = pupil.see(moved.location)
    assert "「完了」に移しました" in page.text
    assert "board--list" in page.html
    gone = pupil.post(f"{home(team)}/{row.id}/remove")
    assert "もとにもどせます" in pupil.see(gone.location).text
    assert pupil.get(f"{home(team)}/{row.id}").status_code == 404
    pupil.post(f"{home(team)}/{row.id}/restore")
    assert [one.removed_on for one in rows(session)] == [None]


def test_what_is_wrong_comes_back_filled_and_two_writers_are_told(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    pupil = sign_in(client, first)
    bad = {"title": "", "words": "のこる言葉", "due_on": "あした", "items": "い\n" * 2}
    assert pupil.post(f"{home(team)}/new", data=bad).status_code == 422
    assert "のこる言葉" in pupil.page.text
    many = {"title": "い", "items": "\n".join(str(n) for n in range(21))}
    assert pupil.post(f"{home(team)}/new", data=many).status_code == 422
    row = a_card(session, team.project, first, first)
    read = cards.mark_of(row)
    place = (team.project.id, row.id)
    cards.change_card(session, place, cards.Told("さきに変えた"), by=first.id, now=clock.now())
    sent = {"title": "あとから", "read": read}
    address = f"{home(team)}/{row.id}/edit"
    assert pupil.post(address, data=sent).status_code == 422
    assert "いまの中身" in pupil.page.text
    assert "さきに変えた" in pupil.page.text
    (read, *_) = [
        one.get("value") or "" for one in pupil.page.all("input") if one.get("name") == "read"
    ]
    sent["read"] = read
    assert pupil.post(address, data=sent).status_code == 303
    assert pupil.post(f"{home(team)}/{row.id}/move", data={"to": "x"}).status_code == 400


def test_the_list_is_narrowed_and_a_teacher_sees_first_what_waits(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second = team.pupils
    today = clock.day_of(clock.now())
    a_card(session, team.project, first, first, title="じぶんの")
    late = today - timedelta(days=1)
    a_card(session, team.project, first, second, title="おくれた", due_on=late)
    a_card(session, team.project, first, title="まっている", state=CardState.REVIEW)
    pupil = sign_in(client, first)
    assert "じぶんの" in pupil.see(f"{home(team)}?only=mine").text
    assert "おくれた" not in pupil.page.text
    assert "おくれた" in pupil.see(f"{home(team)}?only=late&view=board").text
    teacher = sign_in(client, team.teacher)
    text = teacher.see(home(team)).text
    assert "確認を待っているカードが1枚" in text
    assert text.index("まっている") < text.index("じぶんの")


def test_a_mentor_reads_without_names_and_writes_nothing(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    row = a_card(session, team.project, first, first)
    mentor = sign_in(client, team.mentor)
    mentor.query_budget = 10  # who is named across organizations takes four more; see naming
    page = mentor.see(home(team))
    assert f"{team.school.name}の1人" in page.text
    assert first.given_name not in page.text
    assert first.given_name not in mentor.see(f"{home(team)}/{row.id}").text
    assert "移動" not in page.text
    for way in ("move", "remove", "restore", f"items/{uuid.uuid4()}", "edit"):
        assert mentor.post(f"{home(team)}/{row.id}/{way}", data={"to": "done"}).status_code == 404
    assert mentor.get(f"{home(team)}/new").status_code == 404
    owner = sign_in(client, team.owner)
    owner.query_budget = 10
    assert "移動" in owner.see(home(team)).text
    assert first.given_name not in owner.see(f"{home(team)}/{row.id}/edit").text
    kept = {"title": "市のしごと"}
    assert owner.post(f"{home(team)}/{row.id}/edit", data=kept).status_code == 303
    assert [one.user_id for one in rows(session)[0].people] == [first.id]


def test_an_ended_project_is_read_and_strangers_find_nothing(
    client: PageClient, session: Session, team: Together
) -> None:
    row = a_card(session, team.project, team.pupils[0])
    team.project.state = ProjectState.ENDED
    team.project.ended_on = clock.day_of(clock.now())
    pupil = sign_in(client, team.pupils[0])
    assert "移動" not in pupil.see(home(team)).text
    answer = pupil.post(f"{home(team)}/{row.id}/move", data={"to": "done"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "読むだけ" in pupil.page.text
    assert rows(session)[0].state is CardState.TODO
    stranger = sign_in(client, a_citizen(session))
    for address in (home(team), f"{home(team)}/{row.id}", f"{home(team)}/new"):
        assert stranger.get(address).status_code == 404
