"""The pages of tickets and mentors: written, passed on, answered on the phone, shared."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.mentoring.models import Ticket
from app.mentoring.rules import TicketState
from app.vettings.models import MentorVetting
from tests.client import PageClient, sign_in
from tests.factories.identity import NOW, TODAY, a_citizen, an_administrator
from tests.factories.mentoring import (
    ANSWER,
    QUESTION,
    a_draft,
    answered,
    handed_in,
    mentored,
    passed_on,
)
from tests.factories.projects import Together, a_project, quietly_vouched

OF_STRANGERS = 12
"""Statements of a page whose reader is of another organization than the pupils: how members are
called takes six then, and no page of a project can do without."""


@pytest.fixture(autouse=True)
def _in_that_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site live in the days of its people, whatever day it is."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def together(session: Session) -> Together:
    found = a_project(session)
    mentored(session, found)
    return found


def base(together: Together) -> str:
    return f"/projects/{together.project.key}/tickets"


def whole(together: Together) -> dict[str, str]:
    return {
        "reading": "市の除雪計画を読みました。",
        "finding": "観測点は5つでした。",
        "question": QUESTION,
        "mentor": str(together.mentor.id),
        "wanted_on": "2027-02-01",
        "estimate": "２０",
    }


def only(session: Session) -> Ticket:
    session.commit()
    return session.scalars(sa.select(Ticket)).one()


def test_a_ticket_from_the_first_word_to_the_shared_answer(
    client: PageClient, session: Session, together: Together
) -> None:
    pupil = sign_in(client, together.pupils[0])
    assert "まだありません" in pupil.see(base(together)).text
    form = pupil.see(f"{base(together)}/new")
    assert together.mentor.name in form.text
    sent = pupil.post(f"{base(together)}/new", data=whole(together) | {"do": "hand"})
    assert sent.status_code == 303
    row = only(session)
    page = f"{base(together)}/{row.id}"
    assert "先生が見ています" in pupil.see(page).text
    teacher = sign_in(client, together.teacher)
    shown = teacher.see(page)
    assert "あと120分あります" in shown.text
    assert teacher.post(f"{page}/pass", data={"seen": row.edition}).status_code == 303
    mentor = sign_in(client, together.mentor)
    mentor.query_budget = OF_STRANGERS
    mine = mentor.see("/my/tickets")
    assert "のこり100分" in mine.text
    assert QUESTION in mine.text
    shown = mentor.see(page)
    for one in together.pupils:
        assert one.given_name not in shown.text, "no agreement and consent name them"
    given = {"answer-words": ANSWER, "answer-minutes": "15", "seen": only(session).edition}
    assert mentor.post(f"{page}/answer", data=given).status_code == 303
    assert "答えた相談票" in mentor.see("/my/tickets").text
    assert ANSWER in mentor.see(f"{page}/share").html
    shared = {"question": "どの数字か。", "answer": ANSWER, "seen": only(session).edition}
    assert mentor.post(f"{page}/share", data=shared).status_code == 303
    other = a_project(session, city=together.city)
    other.project.challenge_id = together.project.challenge_id
    stranger = sign_in(client, other.pupils[0])
    text = stranger.see(base(other)).text
    assert "どの数字か。" in text
    assert ANSWER in text
    assert together.school.name not in text
    assert stranger.get(page).status_code == 404
    pupil = sign_in(client, together.pupils[1])
    assert ANSWER in pupil.see(page).text


def test_a_draft_may_be_half_and_what_is_handed_in_may_not(
    client: PageClient, session: Session, together: Together
) -> None:
    pupil = sign_in(client, together.pupils[0])
    half = whole(together) | {
        "finding": "",
        "wanted_on": "",
        "question": "雪についてどう思いますか",
    }
    answer = pupil.post(f"{base(together)}/new", data=half | {"do": "hand"})
    assert answer.status_code == 422
    assert "分かったことを書いて" in pupil.page.text
    assert "広い聞きかた" in pupil.page.text
    assert "市の除雪計画を読みました。" in pupil.page.html
    past = whole(together) | {"wanted_on": "2020-01-01", "do": "hand"}
    assert pupil.post(f"{base(together)}/new", data=past).status_code == 422
    assert "これからの日" in pupil.page.text
    assert pupil.post(f"{base(together)}/new", data=half | {"do": "keep"}).status_code == 303
    row = only(session)
    page = f"{base(together)}/{row.id}"
    assert "下書き" in pupil.see(page).text
    assert pupil.post(f"{page}/hand", data={"seen": row.edition}).status_code == 422
    assert "すべて書いてください" in pupil.page.text
    friend = sign_in(client, together.pupils[1])
    assert "市の除雪計画" in friend.see(f"{page}/edit").html
    mended = whole(together) | {"do": "hand", "seen": str(row.edition)}
    assert friend.post(f"{page}/edit", data=mended).status_code == 303
    assert only(session).state is TicketState.WITH_TEACHER
    assert friend.get(f"{page}/edit").status_code == 303
    assert friend.post(f"{page}/edit", data=mended).status_code == 422
    assert "先に変えました" in friend.page.text


def test_the_teacher_reads_what_is_missing_mends_and_returns(
    client: PageClient, session: Session
) -> None:
    together = a_project(session, vouched=False)
    row = handed_in(session, together)
    page = f"{base(together)}/{row.id}"
    teacher = sign_in(client, together.teacher)
    assert "登録を確かめています" in teacher.see(base(together)).text
    assert "登録すると、わたせます" in teacher.see(page).text
    assert teacher.post(f"{page}/pass").status_code == 422
    vetting = mentored(session, together, minutes=10, agreed=False)
    text = teacher.see(page).text
    assert together.school.name in text
    assert "協定がありません" in text
    session.get_one(MentorVetting, vetting.id)
    assert teacher.post(f"{page}/return", data={"return-words": ""}).status_code == 422
    assert "何を考えてほしいか" in teacher.page.text
    mended = whole(together) | {"seen": str(only(session).edition), "estimate": "5"}
    assert teacher.post(f"{page}/edit", data=mended).status_code == 303
    said = {"return-words": "どの道のことですか。", "seen": str(only(session).edition)}
    assert teacher.post(f"{page}/return", data=said).status_code == 303
    pupil = sign_in(client, together.pupils[0])
    assert "どの道のことですか。" in pupil.see(page).text
    assert pupil.post(f"{page}/withdraw").status_code == 303


def test_an_empty_account_is_told_with_the_day(client: PageClient, session: Session) -> None:
    together = a_project(session)
    mentored(session, together, minutes=10)
    row = handed_in(session, together)
    teacher = sign_in(client, together.teacher)
    text = teacher.see(f"{base(together)}/{row.id}").text
    assert "あと10分です" in text
    assert "20分かかります" in text


def test_words_of_whoever_was_slower_come_back(
    client: PageClient, session: Session, together: Together
) -> None:
    row = passed_on(session, together)
    page, seen = f"{base(together)}/{row.id}", str(row.edition)
    mentor = sign_in(client, together.mentor)
    mentor.query_budget = OF_STRANGERS
    assert mentor.post(f"{page}/ask", data={"back-words": ""}).status_code == 422
    assert mentor.post(f"{page}/answer", data={"answer-words": "わ"}).status_code == 422
    assert (
        mentor.post(f"{page}/ask", data={"back-words": "どこ？", "seen": seen}).status_code == 303
    )
    late = {"answer-words": "長い答え", "answer-minutes": "5", "seen": seen}
    assert mentor.post(f"{page}/answer", data=late).status_code == 422
    assert "長い答え" in mentor.page.html
    assert "先に変えました" in mentor.page.text
    pupil = sign_in(client, together.pupils[0])
    assert "返事を送る" in pupil.see(page).text
    assert pupil.post(f"{page}/messages", data={"words-words": "小立野です"}).status_code == 303
    assert only(session).state is TicketState.WITH_MENTOR
    pupil.post(f"{page}/withdraw")
    late = {"answer-words": "長い答え", "answer-minutes": "5"}
    mentor = sign_in(client, together.mentor)
    assert mentor.post(f"{page}/answer", data=late).status_code == 404, "not theirs any more"
    teacher = sign_in(client, together.teacher)
    assert teacher.post(f"{page}/messages", data={"words-words": "おつかれ"}).status_code == 422
    assert "おつかれ" in teacher.page.text


def test_sharing_is_looked_at_first_and_can_be_taken_back(
    client: PageClient, session: Session, together: Together
) -> None:
    row = answered(session, together)
    page = f"{base(together)}/{row.id}"
    pupil = sign_in(client, together.pupils[0])
    assert pupil.get(f"{page}/share").status_code == 303
    assert pupil.post(f"{page}/unshare").status_code == 422
    teacher = sign_in(client, together.teacher)
    assert teacher.post(f"{page}/share", data={"question": "", "answer": ""}).status_code == 422
    assert teacher.post(f"{page}/share", data={"question": "q", "answer": "a"}).status_code == 303
    assert "ほかのチームも読めます" in teacher.see(base(together)).text
    assert teacher.post(f"{page}/unshare").status_code == 303


def test_others_in_the_project_read_no_ticket_and_write_none(
    client: PageClient, session: Session, together: Together
) -> None:
    row = a_draft(session, together)
    page = f"{base(together)}/{row.id}"
    owner = sign_in(client, together.owner)
    owner.query_budget = OF_STRANGERS
    assert "チームと先生と、聞かれたメンターだけ" in owner.see(base(together)).text
    assert owner.get(page).status_code == 404
    assert owner.get(f"{base(together)}/new").status_code == 404
    assert sign_in(client, a_citizen(session)).get(base(together)).status_code == 404
    mentor = sign_in(client, together.mentor)
    assert mentor.get(page).status_code == 404


def test_an_organization_vouches_renews_and_ends(client: PageClient, session: Session) -> None:
    together = a_project(session, vouched=False)
    office = sign_in(client, an_administrator(session, of=together.university))
    page = office.see("/mentors")
    assert "登録がないメンター" in page.text
    (link,) = [a.get("href") for a in page.all("a") if "person=" in (a.get("href") or "")]
    form = office.see(link or "")
    assert "何を確かめましたか" in form.text
    sent = {
        "person": str(together.mentor.id),
        "starts_on": TODAY.isoformat(),
        "ends_on": "2100-01-01",
        "checked": "会って話しました。",
        "minutes": "120",
    }
    path = f"/mentors/new?place={together.university.id}"
    assert office.post(path, data=sent).status_code == 422
    assert "1年以内の期間" in office.page.text
    assert office.post(path, data=sent | {"checked": ""}).status_code == 422
    good = sent | {"ends_on": "2027-03-31"}
    assert office.post(path, data=good).status_code == 303
    assert "登録がないメンター" not in office.see("/mentors").text
    row = session.scalars(sa.select(MentorVetting)).one()
    assert office.see(f"/mentors/{row.id}/renew").text
    assert office.post(f"/mentors/{row.id}/renew", data=good).status_code == 422
    assert "もう登録があります" in office.page.text
    assert "まだ何も変わっていません" in office.see(f"/mentors/{row.id}/end").text
    assert office.post(f"/mentors/{row.id}/end", data={"reason": ""}).status_code == 422
    assert office.post(f"/mentors/{row.id}/end", data={"reason": "転出"}).status_code == 303
    assert office.post(f"/mentors/{row.id}/end", data={"reason": "転出"}).status_code == 422
    owner = sign_in(client, together.owner)
    assert "登録できる人がいません" in owner.see("/mentors/new").text, "nobody but themselves"
    assert owner.get(f"/mentors/{row.id}/end").status_code == 404
    assert sign_in(client, together.teacher).get("/mentors").status_code == 404
    city = sign_in(client, an_administrator(session, of=together.city))
    assert "どの組織の人ですか" in city.see("/mentors/new").text
    assert city.get(f"/mentors/new?place={together.school.id}").status_code == 404


def test_without_a_vetting_the_project_is_shut_and_says_why(
    client: PageClient, session: Session
) -> None:
    together = a_project(session, vouched=False)
    key = together.project.key
    teacher = sign_in(client, together.teacher)
    assert "メンターの登録が続いていない" in teacher.see(f"/projects/{key}/team").text
    mentor = sign_in(client, together.mentor)
    for page in ("", "/board", "/meetings", "/artifacts", "/tickets", "/journal", "/team"):
        text = mentor.see(f"/projects/{key}{page}", status=404).text
        assert "いまは開けません" in text
        assert together.university.name in text
        assert together.project.question not in text
    words = "観測点は、小立野のものがいちばん近いです。"
    sent = mentor.post(f"/projects/{key}/tickets/{together.project.id}/answer", data={"a": words})
    assert sent.status_code == 404
    assert words in mentor.page.text
    assert "いまは開けません" in mentor.see("/projects").text
    assert together.project.question not in mentor.see("/projects").text
    assert "登録が続いていない" in mentor.see("/my/tickets").text
    quietly_vouched(session, together.mentor, together.university)
    session.commit()
    assert "いまは開けません" not in mentor.see("/my/tickets").text
    assert "ふりかえり" in mentor.see(f"/projects/{key}/team").text
    assert (
        "続いていない" not in sign_in(client, together.teacher).see(f"/projects/{key}/team").text
    )
