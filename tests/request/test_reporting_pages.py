"""The pages of reports: made, looked at, opened to people, taken along; for HR alone."""

import io
import re
import zipfile
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.identity.models import Role, User
from app.reporting.defined import definitions
from app.reporting.models import Report, ReportPerson, ReportPrint
from tests.client import PageClient, sign_in
from tests.factories.identity import a_city, an_organization
from tests.factories.reporting import a_report, an_employment
from tests.factories.talent import a_credential, a_staff_member, an_attestation, an_hr_officer
from tests.factories.workforce import GOAL, T5, a_target

SEPTEMBER = date(2026, 9, 30)
SENT = {"as_of": "2026-09-30", "since": "2026-04-01"}
TIME = re.compile(r"\d{1,2}:\d\d|\d時\d")


class Hall:
    """税務課 with seven clerks, three of them attested, its head, and an HR officer."""

    def __init__(self, session: Session) -> None:
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax = an_organization(session, "税務課", parent=self.bureau)
        self.clerks = [a_staff_member(session, self.tax, "髙橋") for _ in range(7)]
        self.head: User = a_staff_member(session, self.tax, "鴻池", title="課長")
        self.head.posts[0].role = Role.MANAGER
        self.officer = an_hr_officer(session, self.bureau)
        for one in (*self.clerks, self.head, self.officer):
            an_employment(session, one)
        for one in self.clerks[:3]:
            an_attestation(session, one, T5, 2, attested_on=date(2026, 9, 1))
            a_credential(session, one, awarded_on=date(2026, 9, 1))
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def acts(session: Session, action: str) -> int:
    return session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == action)) or 0


def test_a_report_is_looked_at_made_and_listed(hr: PageClient, session: Session) -> None:
    assert "まだありません" in hr.see("/reports").text
    assert "2026-0" in hr.see("/reports/new").html
    assert hr.post("/reports/new", data=SENT | {"step": "look"}).status_code == 200
    assert "まだ、作っていません" in hr.page.text
    assert "職員は9人です" not in hr.page.text  # the sentence is of reports that are made
    assert session.scalar(sa.select(sa.func.count()).select_from(Report)) == 0
    made = hr.post("/reports/new", data=SENT | {"step": "make"})
    assert made.status_code == 303
    page = hr.see(made.location)
    assert "職員は9人です。" in page.text
    assert (
        "休職・育休・出向中の人をのぞく9人のうち、証明されたスキルのある人は3人です" in page.text
    )
    assert acts(session, "reporting.made") == 1
    assert "令和8年9月30日（2026年）現在" in hr.see("/reports").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"as_of": ""}, "日付を入れてください"),
        ({"as_of": "きのう"}, "日付を"),
        ({"as_of": "2999-01-01"}, "今日か、それより前の日"),
        ({"since": "2026-10-01"}, "期間のはじめは"),
    ],
)
def test_what_is_wrong_is_said(
    hr: PageClient, session: Session, wrong: dict[str, str], said: str
) -> None:
    assert hr.post("/reports/new", data=SENT | wrong | {"step": "make"}).status_code == 422
    assert said in hr.page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Report)) == 0


def test_a_second_report_of_a_day_needs_a_reason_and_replaces_the_first(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    first = a_report(session, by=hall.officer.id, as_of=SEPTEMBER)
    assert "もうあります" in hr.see("/reports/new?on=2026-09-30").text
    assert hr.post("/reports/new", data=SENT | {"step": "make"}).status_code == 422
    assert "わけを書いてください" in hr.page.text
    told = SENT | {"step": "make", "reason": "研修の記録もれ"}
    made = hr.post("/reports/new", data=told)
    assert made.status_code == 303
    assert "前の版を直した報告です。わけ：研修の記録もれ" in hr.see(made.location).text
    assert "直した報告が作られました" in hr.see(f"/reports/{first.id}").text
    assert "直した報告があります" in hr.see("/reports").text


def test_every_figure_leads_to_its_definition(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    a_target(session, GOAL, by=hall.officer.id)
    row = a_report(session, by=hall.officer.id)
    page = hr.see(f"/reports/{row.id}").html
    linked = set(re.findall(r'/reports/definitions#([\w-]+)"', page))
    shown = hr.see("/reports/definitions").html
    assert {"staff-1", "attested_share-1", "completed_times-1"} <= linked
    for anchor in linked:
        assert f'id="{anchor}"' in shown
    assert all(f'id="{one.anchor}"' in shown for one in definitions())


def test_a_figure_opens_to_its_people_and_the_look_is_noted(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_report(session, by=hall.officer.id, as_of=SEPTEMBER)
    page = hr.see(f"/reports/{row.id}").html
    (address,) = set(re.findall(r'href="([^"]*people\?main=2)"', page))
    people = hr.see(address)
    assert "報告の数は3人です" in people.text
    assert people.text.count("髙橋") == 3
    assert f"/talent/people/{hall.clerks[0].id}" in people.html
    assert acts(session, "reporting.opened") == 1
    session.execute(sa.delete(ReportPerson).where(ReportPerson.person_id == hall.clerks[0].id))
    again = hr.see(address).text
    assert "報告の数は3人です" in again
    assert "そのうち1は、あとで記録を消した人の分です" in again
    times = hr.see(f"/reports/{row.id}/people?main=7")
    assert times.text


@pytest.mark.parametrize(
    "asked", ["", "main=99", "main=x", "table=0&row=0", "table=0&row=0&column=99", "main=-1"]
)
def test_a_figure_that_is_not_there_is_no_page(
    hr: PageClient, session: Session, hall: Hall, asked: str
) -> None:
    row = a_report(session, by=hall.officer.id)
    hr.see(f"/reports/{row.id}/people?{asked}", status=404)


def test_paper_and_workbook_are_the_same_bytes_later_and_name_nobody(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_report(session, by=hall.officer.id, as_of=SEPTEMBER)
    address = f"/reports/{row.id}/files"
    first = {form: hr.get(f"{address}/{form}").data for form in ("pdf", "xlsx")}
    assert first["pdf"].startswith(b"%PDF-")
    an_attestation(session, hall.clerks[4], T5, 2, attested_on=date(2026, 9, 2))
    hall.tax.name = "課税課"
    session.execute(sa.delete(ReportPrint))  # even where nothing was kept
    session.flush()
    for form, data in first.items():
        assert hr.get(f"{address}/{form}").data == data
        assert hr.get(f"{address}/{form}").data == data
    with zipfile.ZipFile(io.BytesIO(first["xlsx"])) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "税務課" in text
    assert "髙橋" not in text
    assert not TIME.search(re.sub(r"(xmlns|Type|r:)[^ >]*", "", text))
    assert acts(session, "reporting.taken") == 6
    assert hr.get(f"{address}/csv").status_code == 404


def test_no_page_of_a_report_shows_a_time_of_day(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_report(session, by=hall.officer.id, as_of=SEPTEMBER)
    for address in ("", f"/{row.id}", f"/{row.id}/people?main=0", "/definitions", "/new"):
        assert not TIME.search(hr.see(f"/reports{address}").text)


def test_a_page_says_the_same_after_a_transfer(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_report(session, by=hall.officer.id, as_of=SEPTEMBER)
    before = hr.see(f"/reports/{row.id}").text
    for one in hall.clerks:
        one.posts[0].ends_on = date(2026, 10, 31)
        an_attestation(session, one, T5, 3, attested_on=date(2026, 10, 2))
    hall.tax.name = "課税課"
    session.flush()
    assert hr.see(f"/reports/{row.id}").text == before


@pytest.mark.parametrize("address", ["", "/new", "/definitions", "/{id}", "/{id}/files/xlsx"])
def test_a_manager_finds_no_such_page(
    client: PageClient, session: Session, hall: Hall, address: str
) -> None:
    row = a_report(session, by=hall.officer.id)
    sign_in(client, hall.head)
    client.see("/reports" + address.format(id=row.id), status=404)


def test_the_preview_opens_no_people(hr: PageClient) -> None:
    hr.post("/reports/new", data=SENT | {"step": "look"})
    assert "/people?" not in hr.page.html
    assert "この内容で作る" in hr.page.text
