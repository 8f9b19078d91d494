"""Tables of staff as HR brings them: the city's own people and places, and nobody's account."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.assignments.models import Assignee
from app.assignments.rules import Exemption, State
from app.clock import day_of
from app.db import transaction
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.outbox.relay import drain
from app.personnel import queries as personnel
from app.personnel.models import Employment
from app.personnel.rules import Leave
from app.rosters import service
from app.rosters.faults import Flaw
from app.rosters.models import FindingKind, RosterFinding, RosterImport
from app.rosters.reading import FileForm
from app.rosters.simple.headings import STAFF_HEADINGS
from app.sheets.text import written_csv
from app.wiring import SUBSCRIBERS
from tests.factories.assignments import Hall
from tests.factories.identity import a_child, a_citizen, a_post, a_user, an_organization
from tests.factories.rosters import applied, undone, work

AITA = {"所属": "税務課", "姓": "相田", "名": "まい", "職員番号": "120"}
HIRED = {"任用形態": "常勤", "職級": "1級", "採用日": "2020-04-01"}


@pytest.fixture
def hall(app: Flask, session: Session) -> Hall:
    hall = Hall(session)
    session.commit()
    return hall


def _table(*rows: dict[str, str], headings: tuple[str, ...] = STAFF_HEADINGS) -> bytes:
    return written_csv([headings, *([one.get(name, "") for name in headings] for one in rows)])


def _read(hall: Hall, data: bytes) -> RosterImport:
    with transaction() as session:
        kept = service.keep_roster(
            *(session, "shokuin.csv", data, hall.city.id),
            by=hall.officer.id,
            now=clock.now(),
            of_staff=True,
        )
    work()
    with transaction() as session:
        return session.get_one(RosterImport, kept.id, populate_existing=True)


def _flaws(session: Session, kept: RosterImport) -> list[str]:
    asked = sa.select(RosterFinding.data).where(
        RosterFinding.import_id == kept.id, RosterFinding.kind == FindingKind.FAULT
    )
    return sorted(one["flaw"] for one in session.scalars(asked))


def _today() -> date:
    return day_of(clock.now())


def test_a_table_of_hr_brings_people_and_is_undone(session: Session, hall: Hall) -> None:
    kept = _read(hall, _table({**AITA, **HIRED, "ID": "aita"}))
    assert kept.summary["counts"] == {"added": 1, "alone": 2, "fault": 0}
    done = applied(kept)
    user = session.scalars(sa.select(User).where(User.family_name == "相田")).one()
    assert (user.password_hash, user.login_id) == (None, "aita")
    assert {post.role for post in user.posts} == {Role.LEARNER}
    undone(done)
    session.commit()
    gone = sa.select(User.id).where(User.family_name == "相田")
    assert session.scalars(gone).all() == []


def test_nobodys_way_in_is_touched(session: Session, hall: Hall) -> None:
    clerk = hall.clerk
    clerk.password_hash, clerk.email = "kept", "mikuriya@city.example"
    session.commit()
    row = {"所属": "税務課", "姓": clerk.family_name, "名": clerk.given_name}
    by_login = row | {"ID": clerk.login_id or "", "メールアドレス": "other@city.example"}
    kept = _read(hall, _table(by_login))
    assert _flaws(session, kept) == [Flaw.ACCOUNT]
    mended = by_login | {"メールアドレス": "mikuriya@city.example", "職員番号": "9", **HIRED}
    applied(_read(hall, _table(mended)))
    session.commit()
    session.expire_all()
    assert (clerk.password_hash, clerk.email) == ("kept", "mikuriya@city.example")
    assert personnel.employment_of(session, [clerk.id], _today())[clerk.id].number == "9"


def test_what_is_not_of_the_citys_staff_is_a_fault(session: Session, hall: Hall) -> None:
    school = an_organization(session, "東小学校", kind=OrganizationKind.SCHOOL, parent=hall.city)
    child, citizen = a_child(session, school=school), a_citizen(session)
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    session.commit()
    for row, flaw in (
        ({**AITA, **HIRED, "所属": "東小学校"}, Flaw.NOT_OF_CITY),
        ({**AITA, **HIRED, "所属": "総務局＞新しい課"}, Flaw.NOT_OF_CITY),
        ({**AITA, **HIRED, "役割": "人事"}, Flaw.ROLE),
        ({**AITA, **HIRED, "役割": "管理"}, Flaw.ROLE),
        *(
            (
                {"所属": "税務課", "姓": one.family_name, "名": one.given_name}
                | {"ID": one.login_id or ""},
                Flaw.NOT_STAFF,
            )
            for one in (child, citizen, teacher)
        ),
    ):
        kept = _read(hall, _table(row))
        assert _flaws(session, kept) == [flaw], row
        assert kept.summary["changes"] == 0, row
    headings = (*STAFF_HEADINGS, "学級")
    kept = _read(hall, _table({**AITA, **HIRED, "学級": "3年1組"}, headings=headings))
    assert _flaws(session, kept) == [Flaw.OF_SCHOOLS]


def test_every_fault_is_listed_and_the_others_are_taken_in(session: Session, hall: Hall) -> None:
    good = {**AITA, **HIRED}
    bad = [
        {**good, "職員番号": str(number), "姓": f"誤{number}", "任用形態": "じょうきん"}
        for number in range(1, 11)
    ]
    kept = _read(hall, _table(good, *bad))
    assert kept.summary["counts"]["fault"] == 10
    assert kept.summary["counts"]["added"] == 1


@pytest.mark.parametrize("form", [FileForm.CSV, FileForm.XLSX])
def test_what_is_exported_with_leaves_and_imported_changes_nothing(
    session: Session, hall: Hall, form: FileForm
) -> None:
    hall.chief.posts[0].role = Role.MANAGER
    session.commit()
    leave = {
        "休みなど": "出向中",
        "休みなどのはじめ": "2026-04-01",
        "休みなどの終わり": "2028-03-31",
    }
    to_come = {"休みなど": "育休", "休みなどのはじめ": "2027-01-10"}
    other = {**AITA, "職員番号": "121", "姓": "伊田", "所属": "人事課"}
    applied(_read(hall, _table({**AITA, **HIRED, **leave}, {**other, **HIRED, **to_come})))
    assert set(personnel.on_leave(session, _today()).values()) == {Leave.SECONDED}
    data = service.export_roster(session, hall.city.id, form, now=clock.now(), of_staff=True)
    again = _read(hall, data)
    assert again.summary["counts"] == {"same": 6, "fault": 0}
    assert again.summary["changes"] == 0


def test_the_words_of_a_leave_have_to_fit(session: Session, hall: Hall) -> None:
    for leave, flaw in (
        ({"休みなど": "お休み", "休みなどのはじめ": "2026-04-01"}, Flaw.WORD),
        ({"休みなど": "休職"}, Flaw.EMPTY),
        ({"休みなどのはじめ": "2026-04-01"}, Flaw.EMPTY),
        (
            {
                "休みなど": "休職",
                "休みなどのはじめ": "2026-04-01",
                "休みなどの終わり": "2026-03-01",
            },
            Flaw.DATE,
        ),
    ):
        assert _flaws(session, _read(hall, _table({**AITA, **HIRED, **leave}))) == [flaw]


def test_two_leaves_are_both_kept(session: Session, hall: Hall) -> None:
    applied(_read(hall, _table({**AITA, **HIRED})))
    for begins, ends in (("2022-04-01", "2022-09-30"), ("2025-01-01", "2025-06-30")):
        leave = {"休みなど": "休職", "休みなどのはじめ": begins, "休みなどの終わり": ends}
        applied(_read(hall, _table({**AITA, **leave})))
    session.commit()
    for day, away in (
        (date(2022, 5, 1), 1),
        (date(2023, 5, 1), 0),
        (date(2025, 5, 1), 1),
        (_today(), 0),
    ):
        assert len(personnel.on_leave(session, day)) == away, day
    assert session.scalar(sa.select(sa.func.count(Employment.id))) == 2


def test_who_is_away_is_exempt_and_asked_again_when_back(session: Session, hall: Hall) -> None:
    clerk, chief = hall.clerk, hall.chief
    row = hall.assigned(due_on=_today() + timedelta(days=30), now=clock.now())
    session.commit()
    told = {"所属": "税務課", "姓": clerk.family_name, "名": clerk.given_name, "職員番号": "9"}
    told |= {"ID": clerk.login_id or "", **HIRED}
    leave = {"休みなど": "休職", "休みなどのはじめ": _today().isoformat()}
    done = applied(_read(hall, _table(told | leave)))
    drain(SUBSCRIBERS, now=clock.now)
    session.commit()

    def state_of(user: User) -> tuple[State, Exemption | None]:
        asked = sa.select(Assignee).filter_by(assignment_id=row.id, person_id=user.id)
        found = session.scalars(asked.execution_options(populate_existing=True)).one()
        return found.state, found.exemption

    assert state_of(clerk) == (State.EXEMPT, Exemption.ON_LEAVE)
    assert state_of(chief) == (State.NOT_STARTED, None)
    undone(done)
    drain(SUBSCRIBERS, now=clock.now)
    session.commit()
    assert state_of(clerk) == (State.NOT_STARTED, None)


def test_a_transfer_of_hr_ends_the_post_before(session: Session, hall: Hall) -> None:
    applied(_read(hall, _table({**AITA, **HIRED})))
    move = {"職員番号": "120", "新所属": "人事課", "新職名": "主任", "発令日": "2027-04-01"}
    applied(_read(hall, _table(move, headings=tuple(move))))
    session.commit()
    user = session.scalars(sa.select(User).where(User.family_name == "相田")).one()
    places = session.execute(
        sa.select(Organization.name, Post.ends_on)
        .join(Organization, Organization.id == Post.organization_id)
        .where(Post.user_id == user.id)
        .order_by(Post.starts_on)
    ).all()
    assert [tuple(one) for one in places] == [("税務課", date(2027, 3, 31)), ("人事課", None)]
