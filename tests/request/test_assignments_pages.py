"""The pages of required courses: HR's, a manager's, and each person's own home."""

import csv
import re
import uuid
from datetime import date, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.assignments import service
from app.assignments.models import Assignee, Assignment
from app.assignments.queries import Whom
from app.assignments.rules import State
from app.audit.models import AuditEntry
from app.clock import day_of
from app.credentials.openbadges import start_of_day
from app.db import transaction
from tests.client import PageClient
from tests.factories.assignments import PURPOSE, SLUG, Hall
from tests.factories.identity import a_citizen, sign_in
from tests.factories.talent import a_credential, a_staff_member

HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時|午前|午後")


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(hall: Hall, client: PageClient) -> PageClient:
    sign_in(client, hall.officer)
    return client


def today() -> date:
    return day_of(clock.now())


def in_days(n: int) -> date:
    return today() + timedelta(days=n)


def assigned(hall: Hall, *, days: int = 20, whom: Whom | None = None) -> Assignment:
    row = hall.assigned(whom, due_on=in_days(days), now=clock.now())
    hall.session.commit()
    return row


def sent(hall: Hall, **changes: str) -> dict[str, str]:
    return {
        "what": SLUG,
        "to": str(hall.bureau.id),
        "post_title": "",
        "people": "",
        "due_on": in_days(30).isoformat(),
        "purpose": PURPOSE,
        "prior": "holds",
        "before": "14、3",
        "after": "y",
        "step": "check",
    } | changes


def state_of(session: Session, row: Assignment, person_id: object) -> Assignee:
    return session.scalars(
        sa.select(Assignee)
        .filter_by(assignment_id=row.id, person_id=person_id)
        .execution_options(populate_existing=True)
    ).one()


def test_hr_assigns_after_a_look_at_how_many_it_is(
    session: Session, hall: Hall, hr: PageClient
) -> None:
    hr.see("/assignments/new")
    checked = hr.post("/assignments/new", data=sent(hall))
    assert checked.status_code == 200
    assert "4人に" in hr.page.text
    assert "まだ何も割り当てていません" in hr.page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 0
    made = hr.post("/assignments/new", data=sent(hall, step="assign"))
    assert made.status_code == 303
    row = session.scalars(sa.select(Assignment)).one()
    assert row.reminders == {"days": [14, 3, -1]}
    page = hr.see(made.location)
    assert PURPOSE in page.text
    assert "割り当てました" in page.text
    assert "4人のうち0人" in page.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"purpose": ""}, "わけを入れてください"),
        ({"due_on": "2020-01-01"}, "今日か、それよりあとの日"),
        ({"before": "あした"}, "90までの数字"),
        ({"to": "people", "people": "dare-mo-inai"}, "見つからない人がいます: dare-mo-inai"),
        ({"to": "people"}, "1行に1人ずつ"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    hall: Hall, hr: PageClient, changes: dict[str, str], told: str
) -> None:
    answer = hr.post("/assignments/new", data=sent(hall, **changes))
    assert answer.status_code == 422
    assert told in hr.page.text
    kept = changes.get("purpose", PURPOSE)
    assert kept in answer.get_data(as_text=True)


def test_the_form_is_filled_in_from_the_address(hall: Hall, hr: PageClient) -> None:
    logins = f"{hall.clerk.login_id},{hall.other.login_id}"
    body = hr.get(f"/assignments/new?what={SLUG}&people={logins}").get_data(as_text=True)
    assert f"{hall.clerk.login_id}\n{hall.other.login_id}" in body
    assert '<option selected value="people">' in body


def test_figures_open_the_people_behind_them(session: Session, hall: Hall, hr: PageClient) -> None:
    row = assigned(hall)
    with transaction() as unit:
        service.note_completion(unit, hall.clerk.id, SLUG, on=today())
    page = hr.see(f"/assignments/{row.id}")
    assert "4人のうち1人が終えました" in page.text
    table = page.text[page.text.index("所属（建制順）") :]
    assert table.index("総務局") < table.index("税務課") < table.index("人事課")
    assert not HOUR.search(page.text)
    link = f"/assignments/{row.id}?state=done&department={hall.tax.id}"
    listed = hr.see(link).text
    people = listed[listed.index("受ける人") :]
    assert hall.clerk.name in people
    assert hall.other.name not in people


def test_the_overdue_are_listed_without_blame(
    session: Session, hall: Hall, hr: PageClient
) -> None:
    row = assigned(hall)
    row.due_on = in_days(-2)
    session.commit()
    page = hr.see(f"/assignments/{row.id}")
    assert "期限をすぎて、まだの4人を見る" in page.text
    assert hall.other.name in hr.see(f"/assignments/{row.id}?state=overdue").text
    assert "期限をすぎて、まだ終えていない人のいる研修が1件" in hr.see("/assignments").text


def test_the_people_leave_as_csv_and_as_a_workbook(hall: Hall, hr: PageClient) -> None:
    row = assigned(hall)
    answer = hr.get(f"/assignments/{row.id}/files/csv")
    table = list(csv.reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert table[0][:4] == ["所属", "職名", "氏名", "状態"]
    assert [line[2] for line in table[1:3]] == [hall.chief.name, hall.clerk.name]
    assert not HOUR.search(answer.get_data(as_text=True))
    book = ZipFile(BytesIO(hr.get(f"/assignments/{row.id}/files/xlsx").data))
    assert hall.other.name in book.read("xl/worksheets/sheet1.xml").decode()
    assert hr.get(f"/assignments/{row.id}/files/pdf").status_code == 404


def test_another_day_wants_a_reason(session: Session, hall: Hall, hr: PageClient) -> None:
    row = assigned(hall)
    new = in_days(40)
    address = f"/assignments/{row.id}/due"
    refused = hr.post(address, data={"due-due_on": new.isoformat(), "due-reason": ""})
    assert refused.status_code == 422
    assert new.isoformat() in refused.get_data(as_text=True)
    hr.post(address, data={"due-due_on": new.isoformat(), "due-reason": "議会のため"})
    session.refresh(row)
    assert row.due_on == new
    assert "議会のため" in hr.see(f"/assignments/{row.id}").text


def test_what_is_withdrawn_leaves_the_home_and_comes_back(
    session: Session, hall: Hall, client: PageClient
) -> None:
    row = assigned(hall)
    sign_in(client, hall.clerk)
    assert PURPOSE in client.see("/").text
    sign_in(client, hall.officer)
    client.post(f"/assignments/{row.id}/withdraw", data={"back-reason": "二重でした"})
    assert "取り下げました" in client.see(f"/assignments/{row.id}").text
    sign_in(client, hall.clerk)
    assert PURPOSE not in client.see("/").text
    sign_in(client, hall.officer)
    client.post(f"/assignments/{row.id}/restore")
    sign_in(client, hall.clerk)
    assert PURPOSE in client.see("/").text


def test_somebody_is_exempt_with_a_reason_until_it_is_lifted(
    session: Session, hall: Hall, hr: PageClient
) -> None:
    row = assigned(hall)
    one = state_of(session, row, hall.clerk.id)
    address = f"/assignments/{row.id}/people/{one.id}"
    hr.see(address)
    looked = sa.select(AuditEntry).where(AuditEntry.action == "person.looked")
    note = session.scalars(looked).one()
    assert (note.subject_id, note.details) == (hall.clerk.id, {"place": "assignment"})
    refused = hr.post(f"{address}/exempt", data={"why": "other", "reason": ""})
    assert refused.status_code == 422
    hr.post(f"{address}/exempt", data={"why": "seconded", "reason": "県庁へ"})
    assert state_of(session, row, hall.clerk.id).state is State.EXEMPT
    assert "県庁へ" in hr.see(address).text
    assert "3人のうち0人" in hr.see(f"/assignments/{row.id}").text
    hr.post(f"{address}/lift")
    assert state_of(session, row, hall.clerk.id).state is State.NOT_STARTED


def test_those_who_have_not_begun_are_asked_once_a_day(hall: Hall, hr: PageClient) -> None:
    row = assigned(hall)
    first = hr.post(f"/assignments/{row.id}/ask", follow_redirects=True)
    assert "4人に、勤務時間のうちに知らせます" in first.get_data(as_text=True)
    again = hr.post(f"/assignments/{row.id}/ask", follow_redirects=True)
    assert "もう知らせるように頼んであります" in again.get_data(as_text=True)


def test_a_manager_sees_and_assigns_for_their_unit_alone(
    session: Session, hall: Hall, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = assigned(hall)
    sign_in(client, hall.chief)
    assert client.get(f"/assignments/{row.id}").status_code == 404
    monkeypatch.setattr("app.assignments.policy.managed_by", lambda _person: (hall.tax.id,))
    page = client.see(f"/assignments/{row.id}")
    assert "2人のうち0人" in page.text
    assert hall.other.name not in page.text
    assert "取り下げる" not in page.text
    assert client.post(f"/assignments/{row.id}/ask").status_code == 404
    one = state_of(session, row, hall.other.id)
    assert client.get(f"/assignments/{row.id}/people/{one.id}").status_code == 404
    own = state_of(session, row, hall.clerk.id)
    denied = client.post(f"/assignments/{row.id}/people/{own.id}/exempt", data={"why": "seconded"})
    assert denied.status_code == 404
    refused = client.post("/assignments/new", data=sent(hall, step="assign"))
    assert refused.status_code == 422
    own_unit = sent(hall, step="assign", to=str(hall.tax.id))
    made = client.post("/assignments/new", data=own_unit)
    assert "取り下げる" in client.see(made.location).text


def test_a_clerk_has_a_home_with_what_is_due_and_no_page_of_hrs(
    session: Session, hall: Hall, client: PageClient
) -> None:
    row = assigned(hall, days=2)
    sign_in(client, hall.clerk)
    page = client.see("/")
    assert "期限のあるもの" in page.text
    assert "きょうを入れてあと3日" in page.text
    way = client.get(f"/my/assignments/{row.id}")
    assert way.location == f"/courses/{SLUG}"
    with transaction() as unit:
        run = hall.started(unit.merge(hall.clerk))
    assert client.get(f"/my/assignments/{row.id}").location == f"/learn/{run}"
    assert client.get("/assignments").status_code == 404
    sign_in(client, a_citizen(session))
    assert client.get(f"/my/assignments/{row.id}").status_code == 404


def test_who_has_finished_is_thanked_once(
    session: Session, hall: Hall, client: PageClient
) -> None:
    assigned(hall)
    with transaction() as unit:
        service.note_completion(unit, hall.clerk.id, SLUG, on=today())
    sign_in(client, hall.clerk)
    client.query_budget = 9  # the one look that also writes that they were thanked
    assert "ありがとうございました" in client.see("/").text
    client.query_budget = 8
    page = client.see("/")
    assert "ありがとうございました" not in page.text
    assert "期限のあるもの" not in page.text


def test_a_renewal_is_assigned_in_one_press(session: Session, hall: Hall, hr: PageClient) -> None:
    assigned(hall, whom=Whom(people=frozenset({hall.officer.id})))
    assert "90日のうちに期限がくる証明はありません" in hr.see("/assignments/expiring").text
    run = hall.finished(hall.clerk, days_ago=200)
    credential = a_credential(session, hall.clerk)
    credential.registration_id = run
    credential.valid_until = start_of_day(in_days(30))
    session.commit()
    page = hr.see("/assignments/expiring")
    assert hall.clerk.name in page.text
    assert "更新を1人に割り当てる" in page.text
    made = hr.post(f"/assignments/expiring/{SLUG}")
    row = session.get_one(Assignment, uuid.UUID(made.location.rpartition("/")[2]))
    assert (row.prior_months, row.due_on) == (0, in_days(29))
    assert state_of(session, row, hall.clerk.id).state is not State.DONE
    page = hr.see("/assignments/expiring")
    assert "割り当てずみ" in page.text
    assert "更新を1人に" not in page.text


def test_pages_of_many_people_keep_their_budget(
    session: Session, hall: Hall, hr: PageClient
) -> None:
    for n in range(60):
        a_staff_member(session, hall.tax, f"職員{n}", "ショクイン")
    row = assigned(hall)
    page = hr.see(f"/assignments/{row.id}?page=2")
    assert "前の50人" in page.text
    assert len(hr.queries) <= 8
    hr.see("/assignments")
