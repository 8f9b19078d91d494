"""The report button and the desk behind it."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.concerns.models import Concern
from app.concerns.rules import Reason, State
from app.mentoring.queries import told_of_ticket
from app.showcase.queries import told_of_comment
from app.showcase.rules import CommentState
from app.workroom.queries import told
from tests.client import PageClient, sign_in
from tests.factories.concerns import a_concern
from tests.factories.identity import NOW, TODAY, a_citizen, an_administrator
from tests.factories.mentoring import QUESTION, handed_in, mentored, passed_on
from tests.factories.projects import Together, a_project
from tests.factories.showcase import a_comment, a_public_page
from tests.factories.workroom import a_card, a_decision, a_link, a_meeting


@pytest.fixture(autouse=True)
def _in_that_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site live in the days of its people, whatever day it is."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def together(session: Session) -> Together:
    return a_project(session)


def only(session: Session) -> Concern:
    session.commit()
    return session.scalars(sa.select(Concern)).one()


def test_one_press_of_a_pupil_without_a_word_reaches_the_teacher(
    client: PageClient, session: Session, together: Together
) -> None:
    mentored(session, together)
    row = passed_on(session, together)
    page = f"/projects/{together.project.key}/tickets/{row.id}"
    pupil = sign_in(client, together.pupils[1])
    (link,) = [a.get("href") for a in pupil.see(page).all("a") if "kind=ticket" in a.get("href")]
    form = pupil.see(link)
    assert "書かなくても、だいじょうぶ" in form.text
    sent = pupil.post(link, data={})
    assert sent.location == page
    found = only(session)
    assert (found.reason, found.words) == (Reason.OTHER, "")
    assert QUESTION in found.excerpt
    assert found.about_user_id == together.pupils[0].id
    assert "届いています" in pupil.see("/my/concerns").text
    teacher = sign_in(client, together.teacher)
    assert "まだ読まれていません" in teacher.see("/concerns").text
    assert QUESTION in teacher.see(f"/concerns/{found.id}").text
    assert teacher.post(f"/concerns/{found.id}/take").status_code == 303
    assert "あなたが引き受けています" in teacher.see(f"/concerns/{found.id}").text
    assert teacher.post(f"/concerns/{found.id}", data={"words": ""}).status_code == 422
    done = {"words": "話を聞いて、直しました。"}
    assert teacher.post(f"/concerns/{found.id}", data=done).status_code == 303
    assert teacher.post(f"/concerns/{found.id}", data=done).status_code == 303
    assert only(session).state is State.HANDLED
    assert "直しました" in sign_in(client, together.pupils[1]).see("/my/concerns").text
    author = sign_in(client, together.pupils[0])
    assert author.get(f"/concerns/{found.id}").status_code == 404


def test_each_thing_of_the_room_is_reported_by_its_name(
    client: PageClient, session: Session, together: Together
) -> None:
    project, (first, second), key = together.project, together.pupils, together.project.key
    card = a_card(session, project, first, items=("坂の写真をとる",))
    meeting = a_meeting(session, project, first)
    decided = a_decision(session, project, first, meeting=meeting)
    made = a_link(session, project, first)
    session.commit()
    pupil = sign_in(client, second)
    for kind, row, page, name, says in (
        ("card", card, f"board/{card.id}", "ボードのカード", card.title),
        ("meeting", meeting, f"meetings/{meeting.id}", "打ち合わせの記録", meeting.title),
        ("decision", decided, "meetings", "決めたこと", decided.text),
        ("artifact", made, f"artifacts/{made.id}", "作ったもの", "https://chizu.example.jp/yuki"),
    ):
        shown = pupil.see(f"/projects/{key}/{page}")
        (link,) = [a.get("href") for a in shown.all("a") if f"kind={kind}&" in a.get("href")]
        form = pupil.see(link)
        assert name in form.text
        assert says in form.text
        back = pupil.post(link, data={}).location
        anchor = f"#decision-{row.id}" if kind == "decision" else ""
        assert back == f"/projects/{key}/{page}{anchor}"
        session.commit()
        found = session.scalars(sa.select(Concern).filter_by(about_id=row.id)).one()
        assert (found.about_kind, found.about_user_id, found.path) == (kind, first.id, back)
        assert says in found.excerpt
        gone = f"/concerns/new?kind={kind}&id={uuid.uuid4()}&project={key}"
        assert pupil.get(gone).status_code == 404
    desk = sign_in(client, together.teacher)
    assert card.title in desk.see("/concerns").text
    assert back in desk.see(f"/concerns/{found.id}").links.values()


def test_what_was_removed_is_reported_as_it_stood(session: Session, together: Together) -> None:
    project, by = together.project, together.pupils[0]
    card = a_card(session, project, by)
    card.removed_on = TODAY
    session.flush()
    said = told.told_of_card(session, card.id)
    assert said is not None
    assert card.title in said.excerpt
    for ask in (
        *(told.told_of_card, told.told_of_meeting),
        *(told.told_of_decision, told.told_of_artifact),
    ):
        assert ask(session, uuid.uuid4()) is None


def test_who_tells_of_something_is_not_shown_what_not_everybody_reads(
    session: Session, together: Together
) -> None:
    a_public_page(session, together)
    waiting = a_comment(session, together, a_citizen(session))
    session.flush()
    found = told_of_comment(session, waiting.id)
    assert found is not None
    assert not found.is_open
    waiting.state, waiting.decided_at = CommentState.PUBLISHED, NOW
    found = told_of_comment(session, waiting.id)
    assert found is not None
    assert found.is_open
    mentored(session, together)
    ticket = handed_in(session, together)
    found = told_of_ticket(session, ticket.id)
    assert found is not None
    assert not found.is_open


def test_a_supporter_is_not_shown_a_ticket_by_telling_of_it(
    client: PageClient, session: Session, together: Together
) -> None:
    mentored(session, together)
    ticket = handed_in(session, together)
    session.commit()
    address = f"/concerns/new?kind=ticket&id={ticket.id}&project={together.project.key}"
    owner = sign_in(client, together.owner)
    assert ticket.question not in owner.see(address).text
    assert owner.post(address, data={"reason": "hurt", "words": "心配です。"}).status_code == 303
    assert ticket.question in only(session).excerpt


def test_an_adult_says_what_it_is(
    client: PageClient, session: Session, together: Together
) -> None:
    mentor = sign_in(client, together.mentor)
    path = f"/concerns/new?kind=project&id={together.project.id}&project={together.project.key}"
    assert mentor.post(path, data={"reason": "hurt"}).status_code == 422
    assert "どこがどう気になるか" in mentor.page.text
    said = {"reason": "hurt", "words": "心配です。", "about_teacher": "y"}
    assert mentor.post(path, data=said).status_code == 303
    found = only(session)
    assert (found.about_teacher, found.organization_id) == (True, together.university.id)
    assert sign_in(client, together.teacher).get(f"/concerns/{found.id}").status_code == 404
    office = sign_in(client, an_administrator(session, of=together.university))
    assert "心配です。" in office.see(f"/concerns/{found.id}").text
    assert "先生についての知らせ" in office.page.text


def test_what_may_be_reported_by_whom(
    client: PageClient, session: Session, together: Together
) -> None:
    key, some = together.project.key, uuid.uuid4()
    a_public_page(session, together)
    said = a_comment(session, together, a_citizen(session))
    citizen = sign_in(client, a_citizen(session))
    assert citizen.see(f"/concerns/new?kind=comment&id={said.id}&project={key}").text
    assert citizen.get(f"/concerns/new?kind=comment&id={some}&project={key}").status_code == 404
    assert citizen.get(f"/concerns/new?kind=card&id={some}&project={key}").status_code == 404
    assert citizen.get(f"/concerns/new?kind=comment&id={some}&project=nashi").status_code == 404
    assert citizen.get("/concerns/new").status_code == 404
    assert citizen.get("/concerns/new?kind=a%20b").status_code == 404
    assert citizen.get("/concerns/new?kind=page&id=x").status_code == 404
    pupil = sign_in(client, together.pupils[0])
    gone = f"/concerns/new?kind=ticket&id={some}&project={key}"
    assert pupil.get(gone).status_code == 404
    away = f"/concerns/new?kind=project&project={key}&path=//evil.example"
    assert pupil.post(away, data={}).location == "/my/concerns"


def test_the_desk_is_for_who_handles(
    client: PageClient, session: Session, together: Together
) -> None:
    assert sign_in(client, together.mentor).get("/concerns").status_code == 404
    teacher = sign_in(client, together.teacher)
    assert "知らせは、ありません" in teacher.see("/concerns").text
    row = a_concern(session, together.pupils[0], place=together.school, project=together.project)
    assert "けんたさんの家の前" in teacher.see("/concerns").text
    assert sign_in(client, together.owner).get(f"/concerns/{row.id}").status_code == 404
