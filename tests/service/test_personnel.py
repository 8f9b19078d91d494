"""The register of staff: by roster and by page, day by day, and until it is forgotten."""

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.identity.models import Organization, OrganizationKind, Post, Role, User
from app.outbox.relay import drain
from app.personnel import queries, service
from app.personnel.errors import NoSuchEmployee, NumberTaken
from app.personnel.models import Employee, Employment
from app.personnel.rules import Away, DaysDiffer, EmploymentKind, Leave, Told
from app.rosters import service as rosters
from app.rosters.faults import Flaw
from app.rosters.madeup.city import city_roster
from app.rosters.models import FindingKind, RosterFinding, RosterImport
from app.rosters.reading import FileForm
from app.rosters.simple.headings import HEADINGS
from app.sheets.text import written_csv
from app.talent.models import AccessLog, Look, ReceivedCredential, SkillAttestation
from app.wiring import SUBSCRIBERS
from tests.factories.identity import a_city, a_post, a_user, an_organization
from tests.factories.rosters import a_dry_run, applied, undone
from tests.factories.talent import an_attestation

FULL, YEARLY = EmploymentKind.FULL_TIME, EmploymentKind.FISCAL_YEAR
A_DAY = timedelta(days=1)
AITA = {"所属": "総務局＞税務課", "姓": "相田", "名": "まい", "ID": "aita", "職員番号": "00120"}
HIRED = {"任用形態": "常勤", "職級": "1級", "職位": "主事", "採用日": "2020-04-01"}


@pytest.fixture
def city(app: Flask, session: Session) -> Organization:
    place = a_city(session)
    bureau = an_organization(session, "総務局", parent=place)
    an_organization(session, "税務課", parent=bureau)
    an_organization(session, "人事課", parent=bureau)
    session.commit()
    return place


def _today() -> date:
    return clock.day_of(clock.now())


def _table(*rows: dict[str, str], headings: tuple[str, ...] = tuple(HEADINGS)) -> bytes:
    return written_csv([headings, *([one.get(name, "") for name in headings] for one in rows)])


def _taken_in(city: Organization, *rows: dict[str, str]) -> RosterImport:
    kept = a_dry_run(_table(*rows), city, "a.csv")
    assert kept.summary["counts"]["fault"] == 0, kept.summary
    return applied(kept)


def _flaws(session: Session, kept: RosterImport) -> list[str]:
    asked = sa.select(RosterFinding.data).where(
        RosterFinding.import_id == kept.id, RosterFinding.kind == FindingKind.FAULT
    )
    return [one["flaw"] for one in session.scalars(asked)]


def _stretches(session: Session) -> list[tuple[str, date, date | None]]:
    session.commit()
    asked = sa.select(Employment).order_by(Employment.starts_on)
    return [(one.grade, one.starts_on, one.ends_on) for one in session.scalars(asked)]


def _posts(session: Session) -> list[tuple[str, str, bool, date | None]]:
    session.commit()
    asked = (
        sa.select(Organization.name, Post.title, Post.is_primary, Post.ends_on)
        .join(Organization, Organization.id == Post.organization_id)
        .order_by(Post.starts_on, Post.is_primary)
    )
    return [(name, title, main, ends) for name, title, main, ends in session.execute(asked)]


def test_a_table_brings_numbers_and_employments_and_is_undone(
    session: Session, city: Organization
) -> None:
    done = _taken_in(city, {**AITA, **HIRED})
    user = session.scalars(sa.select(User)).one()
    told = queries.employment_of(session, [user.id], _today())[user.id]
    assert (told.number, told.kind, told.rank) == ("00120", FULL, "主事")
    assert queries.employment_of(session, [user.id], date(2020, 3, 31)) == {}
    undone(done)
    session.commit()
    for table in (User, Employee, Employment):
        assert session.scalars(sa.select(table)).all() == []


@pytest.mark.parametrize("form", [FileForm.CSV, FileForm.XLSX])
def test_what_is_exported_and_imported_changes_nothing(
    session: Session, city: Organization, form: FileForm
) -> None:
    staff = a_dry_run(city_roster(staff=40), city, "a.csv")
    assert staff.summary["counts"] == {"added": 40, "fault": 0}
    applied(staff)
    data = rosters.export_roster(session, city.id, form, now=clock.now())
    again = a_dry_run(data, city, f"b.{form.value}")
    assert again.summary["counts"] == {"same": 40, "fault": 0}
    assert again.summary["changes"] == 0


def test_somebody_is_met_by_their_number_before_anything_else(
    session: Session, city: Organization
) -> None:
    _taken_in(city, {**AITA, **HIRED})
    # married, and Excel took the zeros off
    _taken_in(city, {"所属": "税務課", "姓": "森", "名": "まい", "職員番号": "120"})
    user = session.scalars(sa.select(User)).one()
    assert user.family_name == "森"
    namesake = {**AITA, **HIRED, "ID": "", "姓": "森", "職員番号": "777"}
    _taken_in(city, namesake)
    assert session.scalar(sa.select(sa.func.count(User.id))) == 2


def test_numbers_belong_to_one_person_and_people_have_one(
    session: Session, city: Organization
) -> None:
    _taken_in(city, {**AITA, **HIRED})
    mori = {**AITA, "姓": "森", "ID": "mori", "職員番号": "200"}
    _taken_in(city, {**mori, **HIRED})
    for row, flaw in (
        ({**mori, "職員番号": "120"}, Flaw.LOGIN_TAKEN),
        ({**mori, "職員番号": "999"}, Flaw.NUMBER_OTHER),
        ({"所属": "税務課", "職員番号": "999", "職位": "係長"}, Flaw.NUMBER_UNKNOWN),
        ({**mori, "職員番号": "1 2"}, Flaw.EMPLOYEE_NUMBER),
        ({**mori, "職員番号": "200", "退職日": "2010-01-01"}, Flaw.EMPLOYMENT_DAYS),
        ({**AITA, "ID": "shin", "職員番号": "5", "職級": "1級"}, Flaw.KIND_NEEDED),
    ):
        assert _flaws(session, a_dry_run(_table(row), city, "a.csv")) == [flaw], row


def test_a_promotion_and_a_return_are_told_by_days(session: Session, city: Organization) -> None:
    _taken_in(city, {**AITA, **HIRED})
    _taken_in(city, {**AITA, "職級": "2級"})
    today = _today()
    assert _stretches(session) == [
        ("1級", date(2020, 4, 1), today - A_DAY),
        ("2級", today, None),
    ]
    done = _taken_in(city, {**AITA, "退職日": today.isoformat()})
    assert _stretches(session)[-1] == ("2級", today, today)
    assert [ends for *_, ends in _posts(session)] == [today]
    undone(done)
    assert _stretches(session)[-1] == ("2級", today, None)


def test_who_is_absent_leaves_their_employment_too(session: Session, city: Organization) -> None:
    _taken_in(city, {**AITA, **HIRED})
    with transaction() as writing:  # the post is older than today
        post = writing.scalars(sa.select(Post)).one()
        post.starts_on = date(2024, 4, 1)
    mori = {**AITA, **HIRED, "姓": "森", "ID": "mori", "職員番号": "200"}
    kept = a_dry_run(_table(mori), city, "a.csv")
    with transaction() as writing:
        rosters.choose_absent(writing, kept.id, ends_absent=True, now=clock.now())
    done = applied(a_dry_run_again(kept))
    assert ("1級", date(2020, 4, 1), _today() - A_DAY) in _stretches(session)
    undone(done)
    assert _stretches(session) == [("1級", date(2020, 4, 1), None)]


def a_dry_run_again(kept: RosterImport) -> RosterImport:
    drain(SUBSCRIBERS, now=clock.now)
    with transaction() as session:
        return session.get_one(RosterImport, kept.id, populate_existing=True)


def test_a_transfer_table_of_numbers_holds_from_its_day_on(
    session: Session, city: Organization
) -> None:
    _taken_in(city, {**AITA, **HIRED, "職名": "主事"})
    april = _today() + timedelta(days=40)
    headings = ("職員番号", "新所属", "新職名", "主務・兼務", "発令日")
    row = ("120", "人事課", "係長", "主務", april.isoformat())
    data = written_csv([headings, row])
    kept = a_dry_run(data, city, "ido.csv")
    assert kept.summary["counts"] == {"changed": 1, "fault": 0}
    done = applied(kept)
    assert _posts(session) == [
        ("税務課", "主事", True, april - A_DAY),
        ("人事課", "係長", True, None),
    ]
    again = a_dry_run(data, city, "ido.csv")
    assert again.summary["changes"] == 0
    tree = queries.places(session)
    for day, place in ((_today(), "総務局 税務課"), (april, "総務局 人事課")):
        (line,) = queries.listing(session, tree, queries.Asked(day)).lines
        assert (line.place, line.number) == (place, "00120")
    undone(done)
    assert _posts(session) == [("税務課", "主事", True, None)]


def test_a_second_post_leaves_the_main_one_and_a_new_title_keeps_the_old(
    session: Session, city: Organization
) -> None:
    _taken_in(city, {**AITA, **HIRED, "職名": "主事"})
    april = (_today() + timedelta(days=40)).isoformat()
    move = {"職員番号": "120", "主務・兼務": "兼務", "発令日": april}
    _taken_in(
        city,
        {**move, "所属": "人事課", "職名": "主事"},
        {**move, "所属": "税務課", "職名": "係長", "主務・兼務": "主務"},
    )
    day = date.fromisoformat(april)
    assert _posts(session) == [
        ("税務課", "主事", True, day - A_DAY),
        ("人事課", "主事", False, None),
        ("税務課", "係長", True, None),
    ]
    tree = queries.places(session)
    (line,) = queries.listing(session, tree, queries.Asked(day)).lines
    assert line.others == ("総務局 人事課",)
    assert [one.total for one in queries.counts(session, tree, queries.Asked(day))] == [1]


def test_three_hundred_staff_with_ten_faulty_rows_show_every_fault(
    session: Session, city: Organization
) -> None:
    lines = city_roster().decode().splitlines()
    for number in range(1, 20, 2):
        lines[number] = lines[number].replace("常勤", "じょうきん").replace("会計年度", "年度")
    faulty = sum("じょうきん" in line or ",年度任用" in line for line in lines)
    kept = a_dry_run("\n".join(lines).encode(), city, "a.csv")
    assert kept.summary["counts"]["fault"] == faulty
    assert faulty == 10
    done = applied(kept)
    assert session.scalar(sa.select(sa.func.count(Employment.id))) == 300 - faulty
    undone(done)
    session.commit()
    assert session.scalar(sa.select(sa.func.count(Employment.id))) == 0


def _edit(told: Told, *, number: str = "", away: Away | None = None) -> service.Edit:
    return service.Edit(
        number=number,
        told=told,
        on=_today(),
        away=away,
        reason="辞令のとおり",
    )


def test_hr_writes_an_employment_a_leave_and_an_end(session: Session, city: Organization) -> None:
    hr, user = a_user(session), a_user(session)
    tax = session.scalars(sa.select(Organization).where(Organization.name == "税務課")).one()
    a_post(session, user, tax, title="主事")
    hired = date(2019, 4, 1)
    told = Told(kind=FULL, grade="1級", hired_on=hired)
    service.keep_employment(
        session, user.id, _edit(told, number="７７"), by=hr.id, now=clock.now()
    )
    leave = Away(Leave.CHILDCARE, _today() - A_DAY)
    away = _edit(Told(grade="1級"), number="77", away=leave)
    service.keep_employment(session, user.id, away, by=hr.id, now=clock.now())
    found = queries.employment_of(session, [user.id], _today())[user.id]
    assert (found.number, found.leave) == ("77", Leave.CHILDCARE)
    before = queries.employment_of(session, [user.id], hired)[user.id]
    assert before.leave is None
    with pytest.raises(NumberTaken):
        taken = _edit(Told(), number="77")
        service.keep_employment(session, hr.id, taken, by=hr.id, now=clock.now())
    with pytest.raises(DaysDiffer):
        early = _edit(Told(left_on=date(2001, 1, 1)), number="77")
        service.keep_employment(session, user.id, early, by=hr.id, now=clock.now())
    end = Told(left_on=_today() + A_DAY)
    service.keep_employment(session, user.id, _edit(end, number="77"), by=hr.id, now=clock.now())
    assert {post.ends_on for post in user.posts} == {_today() + A_DAY}
    with pytest.raises(NoSuchEmployee):
        service.keep_employment(session, uuid.uuid4(), _edit(end), by=hr.id, now=clock.now())


def test_a_transfer_of_one_person_ends_the_post_before(
    session: Session, city: Organization
) -> None:
    hr, user = a_user(session), a_user(session)
    places = {
        one.name: one
        for one in session.scalars(
            sa.select(Organization).where(Organization.kind == OrganizationKind.DEPARTMENT)
        )
    }
    a_post(session, user, places["税務課"], title="主事")
    on = _today() + timedelta(days=30)
    move = service.Move(places["人事課"].id, "係長", is_primary=True, on=on, reason="定期異動")
    for _ in range(2):
        service.transfer(session, user.id, move, by=hr.id, now=clock.now())
    assert _posts(session) == [
        ("税務課", "主事", True, on - A_DAY),
        ("人事課", "係長", True, None),
    ]
    school = an_organization(session, "東小学校", kind=OrganizationKind.SCHOOL)
    with pytest.raises(NoSuchEmployee):
        elsewhere = service.Move(school.id, "", is_primary=True, on=on, reason="-")
        service.transfer(session, user.id, elsewhere, by=hr.id, now=clock.now())


def test_children_citizens_and_partners_are_on_no_list(
    session: Session, city: Organization
) -> None:
    tax = session.scalars(sa.select(Organization).where(Organization.name == "税務課")).one()
    a_user(session)
    a_post(session, a_user(session, family_name="相手"), tax, Role.PARTNER)
    clerk = a_user(session, family_name="職員")
    a_post(session, clerk, tax)
    tree = queries.places(session)
    found = queries.listing(session, tree, queries.Asked(_today()))
    assert [one.id for one in found.lines] == [clerk.id]
    nobody = queries.Asked(_today(), scope=frozenset({city.id}))
    assert queries.listing(session, tree, nobody).total == 0
    with pytest.raises(NoSuchEmployee):
        queries.record_of(session, tree, clerk.id, scope=frozenset({city.id}))


def test_five_years_after_leaving_register_and_registry_forget(
    session: Session, city: Organization
) -> None:
    today, viewer = _today(), a_user(session)
    gone, late, here = (a_user(session) for _ in range(3))
    long_ago = today.replace(year=today.year - service.RETENTION_YEARS) - A_DAY
    for user, last in ((gone, long_ago), (late, long_ago + A_DAY), (here, None)):
        session.add(Employee(user_id=user.id, number=f"N{user.id.hex[:8].upper()}"))
        start = date(2010, 4, 1)
        session.add(
            Employment(user_id=user.id, kind=FULL, hired_on=start, starts_on=start, ends_on=last)
        )
        an_attestation(session, user)
        session.add(
            AccessLog(viewer_id=viewer.id, person_id=user.id, what=Look.SHEET, looked_on=today)
        )
    session.commit()
    with transaction() as writing:
        assert service.forget_leavers(writing, on=today, now=clock.now()) == [gone.id]
    drain({event: SUBSCRIBERS[event] for event in SUBSCRIBERS}, now=clock.now)
    session.commit()
    for column in (
        Employee.user_id,
        Employment.user_id,
        SkillAttestation.person_id,
        AccessLog.person_id,
    ):
        assert set(session.scalars(sa.select(column))) == {late.id, here.id}
    received = set(session.scalars(sa.select(ReceivedCredential.person_id)))
    assert gone.id not in received
    assert session.get(User, gone.id) is not None
    with transaction() as writing:
        assert service.forget_leavers(writing, on=today, now=clock.now()) == []
