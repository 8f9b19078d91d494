"""The pages of the search for people: conditions in the address, people, lists, files."""

import io
import uuid
import zipfile
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.identity.models import Organization, Role, User
from app.personnel.models import Employment
from app.personnel.rules import EmploymentKind, Leave
from app.staffing.rules import Room
from app.talent import standings
from app.talent.models import AccessLog
from app.talent.rules import Source
from tests.client import PageClient, sign_in
from tests.factories.identity import APRIL, a_citizen, a_city, a_post, an_organization
from tests.factories.staffing import H3, T5, a_room
from tests.factories.talent import a_staff_member, an_attestation, an_hr_officer
from tests.factories.workforce import a_profile, told

FIND = f"/staffing/find?s={T5}:2"


class Hall:
    """税務課 and 市民課: a chief and clerks who can do this and that."""

    def __init__(self, session: Session) -> None:
        city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=city)
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.desk: Organization = an_organization(session, "市民課", parent=city)
        self.mori = a_staff_member(session, self.tax, "森", "モリ")
        self.ono = a_staff_member(session, self.tax, "小野", "オノ")
        self.kita = a_staff_member(session, self.desk, "北", "キタ")
        self.head: User = a_staff_member(session, self.tax, "鴻池", title="課長")
        self.head.posts[0].role = Role.MANAGER
        self.officer = an_hr_officer(session, self.bureau)
        recent = clock.day_of(clock.now()) - timedelta(days=40)
        an_attestation(session, self.mori, T5, 2, attested_on=recent)
        an_attestation(session, self.mori, H3, 1, attested_on=recent)
        an_attestation(session, self.ono, T5, 3, attested_on=date(2020, 4, 1))
        an_attestation(session, self.kita, T5, 1, attested_on=recent)
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def names(client: PageClient) -> list[str]:
    """Return who is on the page, in their order."""
    return [
        a.text.strip() for a in client.page.all("a") if "/talent/people/" in (a.get("href") or "")
    ]


def test_before_anything_is_asked_the_form_stands_alone(hr: PageClient, hall: Hall) -> None:
    page = hr.see("/staffing/find")
    assert "スキルはまだ選んでいません" in page.text
    assert names(hr) == []


def test_people_are_found_by_skill_in_the_order_of_the_city(hr: PageClient, hall: Hall) -> None:
    page = hr.see(FIND)
    assert "この条件に合う人は、2人です" in page.text
    assert [name.split()[0] for name in names(hr)] == ["小野", "森"]
    (cell, *_) = [a for a in page.all("a") if "item=T5" in (a.get("href") or "")]
    assert "/talent/matrix?framework=dss-l@1.2" in (cell.get("href") or "")


def test_the_link_of_a_cell_opens_its_proof(hr: PageClient, session: Session, hall: Hall) -> None:
    page = hr.see(f"{FIND}&months=6")
    (cell,) = [a for a in page.all("a") if "item=T5" in (a.get("href") or "")]
    hr.query_budget = 20  # the matrix, the proof and the note of the look
    assert "証明" in hr.see(cell.get("href") or "").text
    assert session.scalar(sa.select(sa.func.count()).select_from(AccessLog)) == 1


def test_every_condition_stands_in_the_address_and_has_its_chip(
    hr: PageClient, hall: Hall
) -> None:
    asked = f"{FIND}&s={H3}:1&how=any&months=12&proof=signed&d={hall.bureau.id}&kind=full_time"
    page = hr.see(f"{asked}&room=some&away=1")
    removing = [a for a in page.all("a") if "絞り込みをやめる" in (a.get("aria-label") or "")]
    assert len(removing) == 9
    (first, *_) = removing
    assert f"{T5}".replace("/", "%2F") not in (first.get("href") or "")
    assert "H3" in (first.get("href") or "")


def test_what_is_too_old_does_not_fit_and_each_proof_is_told_by_its_name(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    today = clock.day_of(clock.now())
    learned = an_attestation(session, hall.ono, H3, 1, attested_on=today)
    learned.source = Source.PRIOR_LEARNING
    standings.refold(session, [hall.ono.id], today=today)
    session.commit()
    page = hr.see(f"{FIND}&s={H3}:1&how=any&months=12")
    assert [name.split()[0] for name in names(hr)] == ["森", "小野"]
    assert page.text.count("（まだ）") == 1  # 小野's T5 is of 2020
    assert page.text.count("ほかで学んだこと") == 1
    assert page.text.count("外部研修") == 4  # 森's two, 小野's T5, and the navigation's


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", ["小野", "森"]),
        ("&months=6", ["森"]),
        (f"&s={H3}:1", ["森"]),
        (f"&s={H3}:1&how=any", ["森", "小野"]),
        ("&proof=signed", []),
        ("&s=dss-l@1.2/T5:99&s=nothing:1&s=x", ["小野", "森"]),
        ("&d=00000000-0000-4000-8000-000000000000", []),
        ("&room=helps", ["小野"]),
        ("&room=not_busy", ["小野"]),
        ("&kind=fiscal_year", ["森"]),
    ],
)
def test_conditions_narrow_what_is_found(
    hr: PageClient, session: Session, hall: Hall, more: str, found: list[str]
) -> None:
    now = clock.now()
    a_room(session, hall.ono, now=now)
    a_room(session, hall.mori, Room.BUSY, now=now)
    session.add(_employed(hall.mori, EmploymentKind.FISCAL_YEAR))
    hr.see(FIND + more)
    assert [name.split()[0] for name in names(hr)] == found


def _employed(user: User, kind: EmploymentKind, leave: Leave | None = None) -> Employment:
    return Employment(
        user_id=user.id,
        kind=kind,
        hired_on=APRIL,
        starts_on=APRIL,
        leave=leave,
        leave_from=APRIL if leave else None,
    )


def test_who_is_away_is_found_only_where_that_is_asked(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    session.add(_employed(hall.mori, EmploymentKind.FULL_TIME, Leave.CHILDCARE))
    hr.see(FIND)
    assert [name.split()[0] for name in names(hr)] == ["小野"]
    page = hr.see(f"{FIND}&away=1")
    assert "育休" in page.text


def test_a_second_post_is_named_and_the_head_counted_once(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    a_post(session, hall.mori, hall.desk, title="主事")
    page = hr.see(FIND)
    assert "この条件に合う人は、2人です" in page.text
    assert "兼務：市民課" in page.text


def test_a_department_finds_what_is_below_it(hr: PageClient, hall: Hall) -> None:
    assert "2人です" in hr.see(f"{FIND}&d={hall.bureau.id}").text
    page = hr.see(f"{FIND}&d={hall.desk.id}")
    assert "この条件に合う人は、いません" in page.text
    (looser,) = [a for a in page.all("a") if "を外すと" in a.text]
    assert "「市民課」を外すと2人" in looser.text
    assert "2人です" in hr.see(looser.get("href") or "").text


def test_nobody_is_found_and_the_dearest_condition_is_told_first(
    hr: PageClient, hall: Hall
) -> None:
    page = hr.see(f"{FIND}&s={H3}:1&months=6&room=helps")
    told = [a.text.strip() for a in page.all("a") if "を外すと" in a.text]
    assert len(told) == 1
    assert "手伝えると言った人" in told[0]
    page = hr.see(f"/staffing/find?s={H3}:3&s={T5}:3")
    assert ["を外すと1人" in a.text for a in page.all("a") if "を外すと" in a.text] == [True]
    page = hr.see(f"/staffing/find?s={H3}:3&proof=signed")
    assert "条件を1つ外しても、だれもいません" in page.text


def test_what_is_empty_does_not_stay_in_the_address(hr: PageClient, hall: Hall) -> None:
    sent = f"/staffing/find?s={T5}:2&s=&how=all&months=&proof=&d=&room=&q=x&f=&step=find"
    assert hr.get(sent).location == "/staffing/find?s=dss-l%401.2%2FT5%3A2"
    looked = hr.get(
        f"/staffing/find?s={T5}:2&s=&q=セキュリティ&f=&step=search", follow_redirects=True
    )
    assert looked.status_code == 200
    assert "見つかったスキル" in hr.page.text
    assert "選んだスキル（1）" in hr.page.text
    assert "見つかりません" in hr.see("/staffing/find?q=ぬぬぬぬ").text
    assert "見つかったスキル" in hr.see("/staffing/find?f=dss-l@1.2").text


def test_what_a_role_asks_for_is_picked_at_once(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    role = a_profile(session, told({T5: 2, H3: 1}), by=hall.officer.id)
    assert "窓口職員" in hr.see("/staffing/find").text
    hr.get(f"/staffing/find?role={role.id}&s=", follow_redirects=True)
    assert "選んだスキル（2）" in hr.page.text
    assert hr.get(f"/staffing/find?role={uuid.uuid4()}").location == "/staffing/find"


def test_pages_are_of_fifty(hr: PageClient, session: Session, hall: Hall) -> None:
    for number in range(55):
        one = a_staff_member(session, hall.desk, f"職員{number}", f"ショクイン{number:02}")
        an_attestation(session, one, T5, 2)
    assert "57人です" in hr.see(FIND).text
    assert len(names(hr)) == 50
    hr.see(f"{FIND}&page=2")
    assert len(names(hr)) == 7
    hr.see(f"{FIND}&page=99")
    assert len(names(hr)) == 7
    assert "2026" not in hr.see(f"{FIND}&page=x&months=999999999").text or names(hr)


def test_what_was_found_is_taken_along_with_one_entry(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    a_room(session, hall.ono, now=clock.now(), note="=1+1")
    sent = {"s": f"{T5}:2", "form": "csv"}
    given = hr.post("/staffing/find/file", data=sent)
    rows = given.get_data(as_text=True).splitlines()
    assert len(rows) == 3
    assert "小野" in rows[1]
    assert "'=1+1" in rows[1]
    assert "手伝える" in rows[1]
    assert "わからない" in rows[2]
    book = hr.post("/staffing/find/file", data=sent | {"form": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(book.data)) as archive:
        assert "森" in archive.read("xl/worksheets/sheet1.xml").decode()
    acts = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "staffing.found_exported")
    ).all()
    assert [one.details["people"] for one in acts] == [2, 2]
    assert hr.post("/staffing/find/file", data={"form": "csv"}).status_code == 400
    assert hr.post("/staffing/find/file", data=sent | {"form": "exe"}).status_code == 400


def test_a_chief_finds_the_own_people_alone(
    client: PageClient, session: Session, hall: Hall
) -> None:
    an_attestation(session, hall.kita, H3, 1)
    chief = sign_in(client, hall.head)
    chief.see(f"/staffing/find?s={T5}:1")
    assert [name.split()[0] for name in names(chief)] == ["小野", "森"]
    chief.see(f"/staffing/find?s={T5}:1&d={hall.desk.id}")
    assert names(chief) == []
    an_attestation(session, hall.head, T5, 1)
    page = chief.see(f"/staffing/find?s={T5}:1")
    to_write = {a.get("href") for a in page.all("a") if a.text.strip() == "書く"}
    assert "/my/room" in to_write
    assert f"/staffing/people/{hall.mori.id}/room" in to_write
    assert chief.get("/staffing/lists").status_code == 404
    assert "候補の一覧" not in chief.see("/staffing/find").text


def test_nobody_else_finds_anybody(client: PageClient, session: Session, hall: Hall) -> None:
    for one in (hall.mori, a_citizen(session)):
        assert sign_in(client, one).get("/staffing/find").status_code == 404
