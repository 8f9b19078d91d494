"""Pages of meetings and decisions."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.workroom.models import Decision, Meeting
from app.workroom.service import meetings
from tests.client import PageClient, sign_in
from tests.factories.projects import Together, a_project
from tests.factories.workroom import a_decision, a_meeting


@pytest.fixture
def team(session: Session) -> Together:
    return a_project(session, now=clock.now())


def home(team: Together) -> str:
    return f"/projects/{team.project.key}"


def test_a_meeting_is_written_with_its_decisions_and_printed(
    client: PageClient, session: Session, team: Together
) -> None:
    first, second = team.pupils
    pupil = sign_in(client, first)
    assert "わけといっしょに" in pupil.see(f"{home(team)}/meetings").text
    pupil.see(f"{home(team)}/meetings/new")
    today = clock.day_of(clock.now()).isoformat()
    told = {
        "held_on": today,
        "title": "聞きとりの結果",
        "people": [str(first.id), str(second.id)],
        "others": "道路管理課の2人",
        "notes": "はじめに\n\n・坂道\n・橋",
    }
    future = {**told, "held_on": "2999-01-01"}
    assert pupil.post(f"{home(team)}/meetings/new", data=future).status_code == 422
    assert "道路管理課の2人" in pupil.page.html
    answer = pupil.post(f"{home(team)}/meetings/new", data=told)
    assert answer.status_code == 303
    page = pupil.see(answer.location)
    assert "<li>坂道</li>" in page.html
    assert second.given_name in page.text
    meeting = session.scalars(sa.select(Meeting)).one()
    form = f"{home(team)}/decisions/new?meeting={meeting.id}"
    assert f'<option selected value="{meeting.id}">' in pupil.see(form).html
    decided = {"text": "校区をしぼる", "decided_on": today, "meeting": str(meeting.id)}
    assert pupil.post(form, data=decided).status_code == 422
    assert "わけを入れてください" in pupil.page.text
    decided["reason"] = "歩いて回れるから。"
    assert pupil.post(form, data=decided).status_code == 303
    assert "校区をしぼる" in pupil.see(answer.location).text
    assert "校区をしぼる" in pupil.see(f"{home(team)}/meetings/{meeting.id}/sheet").text
    assert "決めたこと1件" in pupil.see(f"{home(team)}/meetings").text


def test_what_is_removed_comes_back_with_one_press(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    meeting = a_meeting(session, team.project, first, first, now=clock.now())
    decision = a_decision(session, team.project, first, meeting=meeting, now=clock.now())
    pupil = sign_in(client, first)
    for address in (f"meetings/{meeting.id}", f"decisions/{decision.id}"):
        gone = pupil.post(f"{home(team)}/{address}/remove")
        page = pupil.see(gone.location)
        assert "もとにもどせます" in page.text
        assert "消したもの（1件）" in page.text
        assert pupil.get(f"{home(team)}/{address}/edit").status_code == 404
        assert pupil.post(f"{home(team)}/{address}/restore").status_code == 303
        assert pupil.see(f"{home(team)}/{address}/edit").all("form")


def test_two_who_write_one_meetings_notes_are_told(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    row = a_meeting(session, team.project, first, now=clock.now())
    decision = a_decision(session, team.project, first, now=clock.now())
    read, place = meetings.mark_of(row), (team.project.id, row.id)
    told = meetings.Minutes(row.held_on, row.title, "さきの人の文")
    meetings.change_meeting(session, place, told, now=clock.now())
    pupil = sign_in(client, first)
    sent = {
        "held_on": row.held_on.isoformat(),
        "title": row.title,
        "notes": "わたしの文",
        "read": read,
    }
    assert pupil.post(f"{home(team)}/meetings/{row.id}/edit", data=sent).status_code == 422
    assert "さきの人の文" in pupil.page.text
    assert "わたしの文" in pupil.page.html
    said = {
        "text": "かえた",
        "reason": "わけ",
        "decided_on": decision.decided_on.isoformat(),
        "read": "まえ",
    }
    address = f"{home(team)}/decisions/{decision.id}/edit"
    assert pupil.post(address, data=said).status_code == 422
    said["read"] = meetings.mark_of_decision(decision)
    assert pupil.post(address, data=said).status_code == 303
    session.commit()
    assert session.scalars(sa.select(Decision.text)).one() == "かえた"


def test_mentors_and_the_city_read_and_do_not_write(
    client: PageClient, session: Session, team: Together
) -> None:
    first = team.pupils[0]
    row = a_meeting(session, team.project, first, first, now=clock.now())
    a_decision(session, team.project, first, now=clock.now())
    for user in (team.mentor, team.owner):
        reader = sign_in(client, user)
        reader.query_budget = 11  # who is named across organizations takes four more; see naming
        page = reader.see(f"{home(team)}/meetings")
        assert first.given_name not in page.text
        assert f"{team.school.name}の1人" in reader.see(f"{home(team)}/meetings/{row.id}").text
        for address in ("meetings/new", "decisions/new", f"meetings/{row.id}/edit"):
            assert reader.get(f"{home(team)}/{address}").status_code == 404
