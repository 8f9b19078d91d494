"""The register of staff in a browser's eyes: list, counts, one person, and what HR writes."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.identity.models import Organization, Role, User
from app.personnel.models import Employee, Employment
from app.personnel.rules import EmploymentKind
from tests.client import PageClient
from tests.factories.identity import a_city, a_post, a_user, an_organization, sign_in
from tests.factories.talent import a_staff_member, an_hr_officer

A_DAY = timedelta(days=1)


class Hall:
    """A city hall: 総務局 with 税務課 and 人事課, two clerks, and an HR officer."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau, position=2)
        self.hr: Organization = an_organization(session, "人事課", parent=self.bureau, position=1)
        self.clerk: User = a_staff_member(session, self.tax, "髙橋", "タカハシ")
        self.other: User = a_staff_member(session, self.hr, "森", "モリ")
        self.officer: User = an_hr_officer(session, self.bureau)
        hired = date(2020, 4, 1)
        session.add(Employee(user_id=self.clerk.id, number="00120"))
        session.add(
            Employment(
                user_id=self.clerk.id,
                kind=EmploymentKind.FULL_TIME,
                grade="3級",
                rank="主任",
                hired_on=hired,
                starts_on=hired,
            )
        )
        session.commit()

    @property
    def page(self) -> str:
        return f"/staff/{self.clerk.id}"


@pytest.fixture
def hall(app: Flask, session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    sign_in(client, hall.officer)
    return client


def _names(text: str) -> list[str]:
    return re.findall(r'href="/staff/[0-9a-f-]{36}">([^<]+)</a>', text)


def test_the_list_is_in_the_citys_own_order(hr: PageClient) -> None:
    page = hr.get("/staff")
    names = _names(page.text)
    assert [name.split()[0] for name in names[1:]] == ["森", "髙橋"]
    assert "00120" in page.text
    assert "まだ登録なし" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=120", 0),
        ("q=00120", 1),
        ("q=タカハシ", 1),
        ("kind=full_time", 1),
        ("kind=part_time", 0),
        ("grade=主任", 1),
        ("grade=3級", 1),
        ("on=1999-01-01", 0),
        ("on=x&page=x&kind=x&department=x", 3),
    ],
)
def test_filters_stand_in_the_address(hr: PageClient, query: str, found: int) -> None:
    assert len(_names(hr.get(f"/staff?{query}").text)) == found


def test_a_department_holds_those_below_it(hr: PageClient, hall: Hall) -> None:
    assert len(_names(hr.get(f"/staff?department={hall.bureau.id}").text)) == 3
    assert len(_names(hr.get(f"/staff?department={hall.tax.id}").text)) == 1


def test_each_person_is_counted_once(hr: PageClient, hall: Hall) -> None:
    a_post(hall.session, hall.clerk, hall.hr, title="主任（兼務）")
    hall.session.commit()
    page = hr.get("/staff/counts")
    assert "3人" in re.sub(r"<[^>]+>", "", page.text)


def test_the_list_goes_out_as_a_file_and_the_log_knows(hr: PageClient, hall: Hall) -> None:
    for form, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = hr.post("/staff/file", data={"form": form})
        assert answer.data.startswith(begins)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert hr.post("/staff/file", data={"form": "exe"}).status_code == 400
    asked = sa.select(AuditEntry.action).where(AuditEntry.action == "personnel.exported")
    assert len(hall.session.scalars(asked).all()) == 2


def _employment(**more: str) -> dict[str, str]:
    today = clock.day_of(clock.now()).isoformat()
    given = {"number": "00120", "kind": "full_time", "grade": "4級", "rank": "係長", "on": today}
    given |= {"hired_on": "2020-04-01", "left_on": "", "leave": "", "leave_from": ""}
    given |= {"leave_until": "", "reason": "昇任", **more}
    return {f"e-{name}": value for name, value in given.items()}


def test_a_promotion_is_written_with_its_reason(hr: PageClient, hall: Hall) -> None:
    answer = hr.post(f"{hall.page}/employment", data=_employment())
    assert answer.status_code == 303
    page = hr.get(hall.page)
    assert "4級" in page.text
    assert "3級" in page.text
    hall.session.expire_all()
    entry = hall.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "personnel.changed")
    ).one()
    assert entry.details["reason"] == "昇任"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": ""}, "理由を書いてください"),
        ({"number": "1 2"}, "職員番号は"),
        ({"number": "500"}, "ほかの人のもの"),
        ({"kind": ""}, "任用形態を選んで"),
        ({"on": ""}, "日付を入れて"),
        ({"left_on": "2001-01-01"}, "前後しているか"),
        ({"leave": "childcare"}, "はじめの日を入れて"),
        (
            {"leave": "childcare", "leave_from": "2026-04-02", "leave_until": "2026-04-01"},
            "はじめの日より前",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    hr: PageClient, hall: Hall, wrong: dict[str, str], told: str
) -> None:
    hall.session.add(Employee(user_id=hall.other.id, number="500"))
    hall.session.commit()
    answer = hr.post(f"{hall.page}/employment", data=_employment(**wrong))
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="4級"' in answer.text
    hall.session.expire_all()
    assert hall.session.scalars(sa.select(Employment.grade)).all() == ["3級"]


def test_a_transfer_is_written_for_a_day_to_come(hr: PageClient, hall: Hall) -> None:
    on = (clock.day_of(clock.now()) + timedelta(days=30)).isoformat()
    move = {"place": str(hall.hr.id), "title": "係長", "main": "main", "on": on, "reason": "異動"}
    data = {f"t-{name}": value for name, value in move.items()}
    faulty = hr.post(f"{hall.page}/transfer", data={**data, "t-place": ""})
    assert faulty.status_code == 422
    assert hr.post(f"{hall.page}/transfer", data=data).status_code == 303
    assert "これから" in hr.get(hall.page).text
    assert len(_names(hr.get(f"/staff?department={hall.hr.id}&on={on}").text)) == 2
    assert len(_names(hr.get(f"/staff?department={hall.hr.id}").text)) == 1


def test_fifty_a_page_and_few_statements(hr: PageClient, hall: Hall) -> None:
    for _ in range(60):
        a_post(hall.session, a_user(hall.session), hall.tax)
    hall.session.commit()
    assert len(_names(hr.get("/staff").text)) == 50
    assert len(_names(hr.get("/staff?page=2").text)) == 13


def test_a_section_s_own_clerk_finds_no_such_page(client: PageClient, hall: Hall) -> None:
    sign_in(client, hall.clerk)
    for address in ("/staff", "/staff/counts", hall.page):
        assert client.get(address).status_code == 404


def test_whoever_administers_a_section_alone_finds_no_such_page(
    client: PageClient, hall: Hall
) -> None:
    office = a_user(hall.session)
    a_post(hall.session, office, hall.tax, Role.ADMINISTRATOR)
    hall.session.commit()
    sign_in(client, office)
    assert client.get("/staff").status_code == 404
