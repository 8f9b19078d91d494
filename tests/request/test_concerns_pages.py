"""The report button and the desk behind it."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.concerns.models import Concern
from app.concerns.rules import Reason, State
from tests.client import PageClient, sign_in
from tests.factories.concerns import a_concern
from tests.factories.identity import NOW, a_citizen, an_administrator
from tests.factories.mentoring import QUESTION, mentored, passed_on
from tests.factories.projects import Together, a_project
from tests.factories.showcase import a_comment, a_public_page


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
