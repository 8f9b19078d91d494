"""The department's pages of proposals, the offers, and the figures for everybody."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.adoption.models import Adoption, AdoptionMeasure, AnswerTemplate, SupportOffer
from app.adoption.rules import AdoptionState, Answer
from app.identity.models import Role
from app.projects.models import BudgetDate
from tests.client import PageClient, sign_in
from tests.factories.adoption import (
    REASON,
    a_proposal,
    answered,
    budgeted,
    in_service,
    measured,
    taken_up,
)
from tests.factories.identity import a_citizen, a_post, a_user, an_organization
from tests.factories.projects import Together, a_project

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


def take(client: PageClient, row: Adoption, move: str, **told: str) -> int:
    sent = {"edition": str(row.edition), **told}
    return client.post(f"/adoption/{row.id}/{move}", data=sent).status_code


def test_a_department_takes_a_proposal_from_its_inbox_to_the_figures(
    client: PageClient, session: Session, together: Together
) -> None:
    row = a_proposal(session, together, now=clock.now())
    session.commit()
    owner = sign_in(client, together.owner)
    assert "新しい提案が1件届いています" in owner.see("/adoption").text
    assert "担当と、答える日を決める" in owner.see(f"/adoption/{row.id}").text
    said = {"owner": str(together.owner.id), "due_on": day(30), "text": "読ませていただきます。"}
    assert take(owner, row, "assign", **said) == 303
    row = only(session)
    assert "答えを待っています" in owner.see("/adoption").text
    yes = {"kind": "adopt", "reason": REASON, "after": row.after, "next_on": day(60)}
    assert take(owner, row, "answer", **yes, template="計画に入れる") == 303
    assert only(session).state is AdoptionState.ANSWERED
    page = owner.see(f"/adoption/{row.id}")
    assert "予算の要求を書く" in page.text
    assert take(owner, only(session), "request", year="2027", yen="120万", next_on=day(90)) == 422
    told = {"year": "2027", "yen": "1,200,000", "next_on": day(90)}
    assert take(owner, only(session), "request", **told) == 303
    pupil = sign_in(client, together.pupils[0])
    page = pupil.see(home(together))
    assert "120万円を要求しました" in page.text
    assert "議会で決まるまでは約束ではありません" in page.text
    assert "<ins>とあわせて、登校の始まる7時30分までに通学路を</ins>" in page.html
    owner = sign_in(client, together.owner)
    assert take(owner, only(session), "decide", yen="1000000", next_on=day(90)) == 303
    told = {"percent": "４０％", "text": "2つの校区でためしています。", "next_on": day(90)}
    assert take(owner, only(session), "progress", **told) == 303
    assert "使いはじめたことを知らせる" in owner.see(f"/adoption/{row.id}?do=serve").text
    told = {"on": day(0), "text": "9つの校区で行います。", "became": row.after, "next_on": day(99)}
    assert take(owner, only(session), "serve", **told) == 303
    figure = {
        "figure1-label": "転んだという届け",
        "figure1-before": "31",
        "figure1-after": "12",
        "figure1-unit": "件",
        "figure1-period": "1月と2月",
        "figure1-counted": "電話を数えました。",
    }
    assert take(owner, only(session), "measure", **figure) == 303
    assert session.scalars(sa.select(AdoptionMeasure.after)).all() == ["12"]
    page = owner.see(f"/adoption/{row.id}")
    assert "効き目も確かめました" in page.text
    page = sign_in(client, together.pupils[0]).see(home(together))
    assert "みなさんの提案の、この部分が変わりました" in page.text
    assert "要求したのは120万円でした" in page.text
    assert together.owner.name not in page.text
    assert not HOUR.search(page.text)
    figures = client.see("/adoption/figures")
    assert "届いた提案1件のうち、1件に答えました" in figures.text


def test_an_answer_that_says_nothing_is_told_so_and_kept_in_the_form(
    client: PageClient, session: Session, together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together, now=clock.now()))
    session.commit()
    owner = sign_in(client, together.owner)
    owner.checks_words = False  # what somebody typed is shown as it is
    sent = {"kind": "adopt", "reason": "前向きに検討します。", "next_on": day(30)}
    assert take(owner, row, "answer", **sent) == 422
    assert "何を、いつまでに、なぜ" in owner.page.text
    assert "前向きに検討します。" in owner.page.html
    owner.checks_words = True
    assert take(owner, row, "answer", kind="perhaps", reason="", next_on="") == 422
    assert "直すところが3つあります" in owner.page.text
    sent = {"kind": "not_now", "reason": "除雪車が62台しかありません。", "next_on": day(30)}
    assert take(owner, row, "answer", **sent) == 422
    assert "何が変われば取り組めるか" in owner.page.text
    sent = {"kind": "later", "reason": "審査の結果を待って決めるためです。", "next_on": day(0)}
    assert take(owner, row, "answer", **sent) == 422
    assert "日付をたしかめて" in owner.page.text
    assert only(session).answer is None


def test_who_was_slower_sees_what_is_now_and_keeps_what_they_wrote(
    client: PageClient, session: Session, together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together, now=clock.now()))
    session.commit()
    owner = sign_in(client, together.owner)
    told = {"kind": "adopt", "reason": REASON, "next_on": day(30), "edition": "1"}
    answer = owner.post(f"/adoption/{row.id}/answer", data=told)
    assert answer.status_code == 422
    assert "ほかの人が先に書きました" in owner.page.text
    assert REASON in owner.page.html
    assert f'name="edition" type="hidden" value="{row.edition}"' in owner.page.html
    assert only(session).answer is None


def test_only_the_department_and_who_heads_it_open_a_proposal(
    client: PageClient, session: Session, together: Together
) -> None:
    row = a_proposal(session, together, now=clock.now())
    clerk, stranger, boss = (a_user(session) for _ in range(3))
    a_post(session, clerk, together.department, Role.LEARNER)
    a_post(session, stranger, an_organization(session, parent=together.city), Role.MANAGER)
    a_post(session, boss, together.city, Role.ADMINISTRATOR)
    session.commit()
    page = f"/adoption/{row.id}"
    for other in (stranger, together.teacher, together.pupils[0], a_citizen(session)):
        sign_in(client, other)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}/assign").status_code == 404
    assert "することのある提案はありません" in sign_in(client, stranger).see("/adoption").text
    for other in (together.pupils[0], together.mentor):
        assert sign_in(client, other).get("/adoption").status_code == 404
    assert "答える日を決める" in sign_in(client, boss).see(page).text
    colleague = sign_in(client, clerk)
    assert "新しい提案が1件" in colleague.see("/adoption").text
    told = {"owner": str(clerk.id), "due_on": day(10)}
    assert take(colleague, row, "assign", **told) == 303
    assert only(session).owner_id == clerk.id
    assert take(colleague, only(session), "nonsense") == 404
    assert take(colleague, only(session), "submit") == 404
    other = a_user(session)
    a_post(session, other, together.department, Role.LEARNER)
    session.commit()
    assert "提案に答える" not in sign_in(client, other).see(page).text
    assert take(client, only(session), "news", text="会議で決まりました。") == 404


def test_lists_by_state_department_and_year(
    client: PageClient, session: Session, together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together, now=clock.now()))
    answered(session, together, row, Answer.ALREADY, now=clock.now())
    soon = clock.day_of(clock.now()) + timedelta(days=9)
    session.add(BudgetDate(year=2027, step="request", title="予算要求", on_day=soon))
    session.commit()
    owner = sign_in(client, together.owner)
    assert "することのある提案はありません" in owner.see("/adoption").text
    page = owner.see(f"/adoption?show=all&department={together.department.id}")
    assert "すでに取り組んでいます" in page.text
    assert "あてはまる提案は1件" in page.text
    assert "あてはまる提案は、ありません" in owner.see("/adoption?show=measured").text
    assert "あてはまる提案は、ありません" in owner.see("/adoption?show=all&year=2001").text
    for odd in ("?show=%F0%9F%8C%B8&year=x&department=1", "?page=99&show=all"):
        owner.see(f"/adoption{odd}")
    page = owner.see(f"/adoption/{row.id}")
    assert "予算要求" in page.text
    assert "いまのようすを知らせる" in page.text
    told = {"text": "12月の広報で知らせました。", "next_on": ""}
    assert take(owner, row, "news", **told) == 303
    row = only(session)
    row.state = AdoptionState.UNDER_REVIEW
    row.answer, row.due_on = None, clock.day_of(clock.now()) - timedelta(days=3)
    session.commit()
    page = owner.see("/adoption")
    assert "答える日をすぎた提案が1件" in page.text
    assert "3日すぎました" in page.text


def test_a_budget_day_that_comes_is_spoken_of(
    client: PageClient, session: Session, together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together, now=clock.now()))
    answered(session, together, row, now=clock.now())
    soon = clock.day_of(clock.now()) + timedelta(days=9)
    session.add(BudgetDate(year=2027, step="request", title="予算要求", on_day=soon))
    session.commit()
    assert "まだ要求していない提案が1件" in sign_in(client, together.owner).see("/adoption").text


def test_kept_answers_are_used_again_and_removed(
    client: PageClient, session: Session, together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together, now=clock.now()))
    session.commit()
    owner = sign_in(client, together.owner)
    assert "ひな形は、まだありません" in owner.see("/adoption/templates").text
    sent = {"kind": "later", "reason": "審査の結果を待って決めるためです。", "next_on": day(30)}
    assert take(owner, row, "answer", **sent, template="審査を待つ") == 303
    kept = session.scalars(sa.select(AnswerTemplate)).one()
    assert "審査を待つ" in owner.see("/adoption/templates").text
    page = owner.see(f"/adoption/{row.id}?do=answer&template={kept.id}")
    assert "審査の結果を待って決めるためです。" in page.html
    path = f"/adoption/templates/{kept.id}/remove"
    stranger = a_user(session)
    a_post(session, stranger, an_organization(session, parent=together.city), Role.MANAGER)
    session.commit()
    assert sign_in(client, stranger).post(path).status_code == 404
    assert sign_in(client, together.owner).post(path).status_code == 303
    assert client.post(path).status_code == 404


def test_who_administers_the_city_keeps_the_offers(
    client: PageClient, session: Session, together: Together
) -> None:
    boss = a_user(session)
    a_post(session, boss, together.city, Role.ADMINISTRATOR)
    session.commit()
    keeper = sign_in(client, boss)
    assert "支援は、まだありません" in keeper.see("/adoption/offers").text
    keeper.see("/adoption/offers/new")
    sent = {"organization": str(together.university.id), "title": "月1回の相談", "until": ""}
    assert keeper.post("/adoption/offers/new", data=sent | {"title": ""}).status_code == 422
    assert keeper.post("/adoption/offers/new", data=sent).status_code == 303
    row = session.scalars(sa.select(SupportOffer)).one()
    path = f"/adoption/offers/{row.id}"
    assert "月1回の相談" in keeper.see(path).html
    assert keeper.post(path, data=sent | {"organization": "x"}).status_code == 422
    assert keeper.post(path, data=sent | {"until": "2027-03-31"}).status_code == 303
    assert "月1回の相談" in keeper.see("/adoption/offers").text
    assert keeper.post(f"{path}/end").status_code == 303
    assert "終えました" in keeper.see("/adoption/offers").text
    assert keeper.get(f"/adoption/offers/{together.project.id}").status_code == 404
    assert sign_in(client, together.owner).get("/adoption/offers").status_code == 404


def test_everybody_reads_the_figures(
    client: PageClient, session: Session, together: Together
) -> None:
    assert "まだ数えるものがありません" in client.see("/adoption/figures").text
    now = clock.now()
    row = answered(session, together, taken_up(session, together, a_proposal(session, together)))
    budgeted(session, together, row, now=now)
    in_service(session, together, row, now=now)
    measured(session, together, row, now=now)
    session.commit()
    page = client.see("/adoption/figures?year=2026")
    assert together.department.name in page.text
    assert "1件は、もうまちで使われています" in page.text
    assert together.owner.name not in page.text
    sent = client.get("/adoption/figures.xlsx")
    assert sent.status_code == 200
    assert sent.get_data()[:2] == b"PK"
