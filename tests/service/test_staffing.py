"""Room is said and forgotten; short lists are kept, closed and forgotten; who is found and why."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.clock import day_of
from app.identity.events import DayBegun
from app.outbox.errors import NotNow
from app.personnel.events import RetentionOver
from app.staffing import queries
from app.staffing.errors import ListClosed, NotStaff
from app.staffing.handlers import on_day_begun, on_retention_over
from app.staffing.models import Availability, Listed, ShortList
from app.staffing.queries import How, RoomAsked, Search
from app.staffing.queries.lists import needs_of
from app.staffing.queries.roles import shown_roles
from app.staffing.rules import Condition, Room, Stage
from app.staffing.service import lists, roles, rooms
from app.staffing.service.lists import Project
from app.staffing.service.rooms import Said
from app.talent.queries import Scope, staff
from app.talent.rules import State
from app.workforce.queries import Frame
from tests.factories.identity import NOW, TODAY, a_citizen, a_city, a_post, an_organization
from tests.factories.staffing import H3, T5, a_list, a_room, a_sought_role
from tests.factories.talent import (
    a_credential,
    a_staff_member,
    an_attestation,
    an_hr_officer,
    delivered,
)
from tests.factories.workforce import a_profile, told

if TYPE_CHECKING:
    from app.identity.models import Organization, User

NEAR, FAR = TODAY - timedelta(days=30), TODAY - timedelta(days=800)


class Hall:
    """税務課 below a bureau and 市民課, whose people can do this and that; times are fixed."""

    def __init__(self, session: Session) -> None:
        city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=city)
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.desk: Organization = an_organization(session, "市民課", parent=city)
        self.mori: User = a_staff_member(session, self.tax, "森", "モリ")
        self.ono: User = a_staff_member(session, self.tax, "小野", "オノ")
        self.kita: User = a_staff_member(session, self.desk, "北", "キタ")
        self.officer: User = an_hr_officer(session, self.bureau)
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def frame(session: Session, scope: Scope | None = None, *, on: date = TODAY) -> Frame:
    return Frame(staff.departments(session), scope or Scope(None), on, on)


def asked(*conditions: tuple[str, int]) -> Search:
    return Search(conditions=tuple(Condition(*one) for one in conditions))


def found(session: Session, search: Search, here: Frame | None = None) -> list[str]:
    page = queries.find(session, search, here or frame(session))
    assert page.count == len(page.people)
    return [one.person.name.split()[0] for one in page.people]


def test_who_stands_at_the_level_or_above_is_found(session: Session, hall: Hall) -> None:
    an_attestation(session, hall.mori, T5, 2)
    an_attestation(session, hall.ono, T5, 1)
    an_attestation(session, hall.kita, T5, 3)
    assert found(session, asked((T5, 2))) == ["森", "北"]
    assert found(session, asked((T5, 3))) == ["北"]
    assert found(session, asked((H3, 1))) == []


def test_people_who_fit_more_come_first_and_alike_in_the_order_of_the_city(
    session: Session, hall: Hall
) -> None:
    for one in (hall.mori, hall.ono, hall.kita):
        an_attestation(session, one, T5, 2)
    an_attestation(session, hall.kita, H3, 2)
    both = asked((T5, 2), (H3, 1))
    assert found(session, both) == ["北"]
    assert found(session, replace(both, how=How.ANY)) == ["北", "小野", "森"]


def test_what_fell_or_expired_finds_nobody(session: Session, hall: Hall) -> None:
    an_attestation(session, hall.mori, T5, 2, state=State.REVOKED, reason="取り消し")
    an_attestation(session, hall.ono, T5, 2, expires_on=TODAY, attested_on=FAR)
    search = asked((T5, 2))
    assert found(session, search) == ["小野"]
    assert found(session, search, frame(session, on=TODAY + timedelta(days=1))) == []


def test_only_what_is_recent_or_signed_is_found_where_that_is_asked(
    session: Session, hall: Hall
) -> None:
    an_attestation(session, hall.mori, T5, 3, attested_on=FAR)
    an_attestation(session, hall.ono, T5, 2, attested_on=NEAR)
    delivered(session, a_credential(session, hall.kita, ((T5, 2),)))
    an_attestation(session, hall.kita, T5, 3, attested_on=FAR)
    assert found(session, asked((T5, 2))) == ["小野", "森", "北"]
    assert "森" not in found(session, replace(asked((T5, 2)), months=6))
    signed = replace(asked((T5, 2)), signed=True)
    assert found(session, signed) == ["北"]
    (one,) = queries.find(session, signed, frame(session)).people
    assert one.held[0] is not None
    assert (one.held[0].level, one.held[0].is_signed) == (2, True)
    assert found(session, replace(asked((T5, 3)), signed=True)) == []


def test_a_scope_ends_where_the_unit_does(session: Session, hall: Hall) -> None:
    for one in (hall.mori, hall.kita):
        an_attestation(session, one, T5, 2)
    unit = frame(session, Scope(frozenset({hall.tax.id})))
    assert found(session, asked((T5, 2)), unit) == ["森"]
    wider = replace(asked((T5, 2)), departments=(hall.desk.id,))
    assert found(session, wider, unit) == []
    assert found(session, replace(wider, departments=(hall.bureau.id,)), unit) == ["森"]


def test_a_head_is_found_once_under_its_main_post(session: Session, hall: Hall) -> None:
    an_attestation(session, hall.mori, T5, 2)
    a_post(session, hall.mori, hall.desk, title="主査")
    search = asked((T5, 2))
    (one,) = queries.find(session, search, frame(session)).people
    assert (one.person.place, one.person.other_places) == ("総務局 税務課", ("市民課",))
    assert found(session, replace(search, departments=(hall.desk.id,))) == []


def test_room_is_asked_of_what_counts_today(session: Session, hall: Hall) -> None:
    for one in (hall.mori, hall.ono, hall.kita):
        an_attestation(session, one, T5, 2)
    a_room(session, hall.mori, Room.HELPS)
    a_room(session, hall.ono, Room.ADVISES)
    a_room(session, hall.kita, Room.BUSY)
    search = asked((T5, 2))
    assert found(session, replace(search, room=RoomAsked.HELPS)) == ["森"]
    assert found(session, replace(search, room=RoomAsked.SOME)) == ["小野", "森"]
    assert found(session, replace(search, room=RoomAsked.NOT_BUSY)) == ["小野", "森"]
    later = frame(session, on=TODAY + timedelta(days=60))
    assert found(session, replace(search, room=RoomAsked.HELPS), later) == []
    assert len(found(session, replace(search, room=RoomAsked.NOT_BUSY), later)) == 3


def test_the_condition_that_costs_most_is_told_first(session: Session, hall: Hall) -> None:
    for one in (hall.mori, hall.ono):
        an_attestation(session, one, T5, 2, attested_on=FAR)
    an_attestation(session, hall.kita, H3, 2, attested_on=NEAR)
    search = replace(asked((T5, 2), (H3, 1)), departments=(hall.tax.id,))
    assert found(session, search) == []
    told_of = queries.loosened(session, search, frame(session))
    assert [(one.dropped, one.count) for one in told_of] == [(H3, 2)]
    recent = replace(search, conditions=(Condition(T5, 2),), months=6)
    assert [
        (one.dropped, one.count) for one in queries.loosened(session, recent, frame(session))
    ] == [("months", 2)]
    assert queries.loosened(session, Search(), frame(session)) == ()


def test_room_is_said_anew_and_taken_back(session: Session, hall: Hall) -> None:
    a_room(session, hall.mori, Room.BUSY, note="議会まで")
    a_room(session, hall.mori, Room.HELPS)
    row = session.scalars(sa.select(Availability)).one()
    assert (row.room, row.note, row.said_on) == (Room.HELPS, "", TODAY)
    own = queries.own_room(session, hall.mori.id)
    assert own.room is not None
    assert (own.by, own.room.by_chief) == (hall.mori.name, False)
    said = Said(Room.BUSY, TODAY, TODAY, None, "", "応援に出ている")
    rooms.say(session, hall.mori.id, said, by=hall.officer.id, now=NOW)
    own = queries.own_room(session, hall.mori.id)
    assert own.room is not None
    assert (own.by, own.room.by_chief, own.room.reason) == (
        hall.officer.name,
        True,
        "応援に出ている",
    )
    for _twice in range(2):
        rooms.take_back(session, hall.mori.id, by=hall.mori.id, now=NOW)
    assert session.scalars(sa.select(Availability)).all() == []
    acts = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert acts == [*["staffing.room_said"] * 3, "staffing.room_unsaid"]


def test_nobody_but_staff_says_it(session: Session, hall: Hall) -> None:
    citizen = a_citizen(session)
    with pytest.raises(NotStaff):
        a_room(session, citizen)


def test_a_list_takes_staff_in_once(session: Session, hall: Hall) -> None:
    row = a_list(session, [hall.mori], by=hall.officer.id)
    people = [hall.mori.id, hall.ono.id, hall.ono.id, a_citizen(session).id, uuid.uuid4()]
    assert lists.add(session, row, people, by=hall.officer.id, now=NOW) == 1
    page = queries.list_page(session, row, today=TODAY)
    assert [one.name.split()[0] for one in page.members] == ["小野", "森"]
    (own,) = queries.own_room(session, hall.ono.id).lists
    assert (own.name, own.added_on, own.stage) == (row.name, TODAY, Stage.CONSIDERED)


def test_a_list_knows_what_its_people_lack_together(session: Session, hall: Hall) -> None:
    an_attestation(session, hall.mori, T5, 2)
    an_attestation(session, hall.ono, H3, 1)
    row = a_list(session, [hall.mori, hall.ono], by=hall.officer.id, needs={T5: 2, H3: 3})
    page = queries.list_page(session, row, today=TODAY)
    assert [(one.names, one.share.missing) for one in page.needs] == [
        ((hall.mori.name,), 0),
        ((), 2),
    ]
    lacking = {one.name: {w.item.ref: at for w, at in one.lacking} for one in page.members}
    assert lacking == {hall.ono.name: {T5: 0, H3: 1}, hall.mori.name: {H3: 0}}
    member = next(one for one in page.members if one.person and one.person.id == hall.mori.id)
    lists.write_stage(
        session, row, member.listed, Stage.PASSED, "異動", by=hall.officer.id, now=NOW
    )
    page = queries.list_page(session, row, today=TODAY)
    assert page.counting == 1
    assert [one.share.missing for one in page.needs] == [2, 2]
    (own,) = queries.own_room(session, hall.mori.id).lists
    assert (own.stage, own.note) == (Stage.PASSED, "異動")


def test_who_left_stays_named_and_counts_no_more(session: Session, hall: Hall) -> None:
    an_attestation(session, hall.mori, T5, 2)
    row = a_list(session, [hall.mori], by=hall.officer.id)
    hall.mori.posts[0].ends_on = TODAY - timedelta(days=1)
    session.flush()
    page = queries.list_page(session, row, today=TODAY)
    assert (page.members[0].person, page.members[0].name) == (None, hall.mori.name)
    assert page.counting == 0


def test_nothing_is_changed_on_a_closed_list(session: Session, hall: Hall) -> None:
    row = a_list(session, [hall.mori], by=hall.officer.id)
    member = session.scalars(sa.select(Listed)).one()
    lists.close(session, row, by=hall.officer.id, now=NOW)
    with pytest.raises(ListClosed):
        lists.add(session, row, [hall.ono.id], by=hall.officer.id, now=NOW)
    with pytest.raises(ListClosed):
        lists.change(session, row, Project("x", "y", ((T5, 1),)), by=hall.officer.id, now=NOW)
    with pytest.raises(ListClosed):
        lists.write_stage(session, row, member, Stage.ASKED, "", by=hall.officer.id, now=NOW)
    with pytest.raises(ListClosed):
        lists.remove(session, row, member, by=hall.officer.id, now=NOW)
    lists.reopen(session, row, by=hall.officer.id, now=NOW)
    lists.change(
        session, row, Project("x", "y", ((T5, 1), ("gone@1/X", 1))), by=hall.officer.id, now=NOW
    )
    assert [one.level for one in needs_of(row)] == [1]
    lists.remove(session, row, member, by=hall.officer.id, now=NOW)
    assert session.scalars(sa.select(Listed)).all() == []


def test_a_day_forgets_what_is_over(session: Session, hall: Hall) -> None:
    now = clock.now()
    today = day_of(now)
    old = a_list(session, [hall.mori], by=hall.officer.id, name="古い")
    young = a_list(session, [hall.mori], by=hall.officer.id, name="新しい")
    a_list(session, [hall.mori], by=hall.officer.id, name="続く")
    old.closed_on, young.closed_on = today - timedelta(days=366), today - timedelta(days=364)
    a_room(session, hall.mori, now=now, until=today)
    a_room(session, hall.ono, now=now - timedelta(days=9), until=today - timedelta(days=1))
    for _twice in range(2):
        on_day_begun(session, DayBegun(today, now))
    names = set(session.scalars(sa.select(ShortList.name)))
    assert names == {"新しい", "続く"}
    assert len(session.scalars(sa.select(Listed)).all()) == 2
    assert session.scalars(sa.select(Availability.person_id)).all() == [hall.mori.id]
    with pytest.raises(NotNow):
        on_day_begun(session, DayBegun(today + timedelta(days=2), now))


def test_who_left_long_ago_is_forgotten(session: Session, hall: Hall) -> None:
    a_list(session, [hall.mori, hall.ono], by=hall.officer.id)
    a_room(session, hall.mori)
    for _twice in range(2):
        on_retention_over(session, RetentionOver(hall.mori.id, NOW))
    assert session.scalars(sa.select(Listed.person_id)).all() == [hall.ono.id]
    assert session.scalars(sa.select(Availability)).all() == []


def test_the_public_reads_of_a_role_within_its_days(session: Session, hall: Hall) -> None:
    profile = a_profile(session, told({T5: 2, "digcomp@3.0/1.1": 1}), by=hall.officer.id)
    row = a_sought_role(session, profile, by=hall.officer.id, until=TODAY + timedelta(days=9))
    read = queries_on(session, TODAY)
    assert read == ["窓口職員"]
    assert queries_on(session, TODAY - timedelta(days=1)) == []
    assert queries_on(session, TODAY + timedelta(days=10)) == []
    roles.withdraw(session, row, by=hall.officer.id, now=NOW)
    assert queries_on(session, TODAY) == []


def queries_on(session: Session, on: date) -> list[str]:
    return [one.profile.name for one in shown_roles(session, on=on)]


def test_a_list_that_was_closed_meanwhile_takes_nobody(session: Session, hall: Hall) -> None:
    row = a_list(session, by=hall.officer.id)
    closed = sa.update(ShortList).values(closed_on=TODAY)
    session.execute(closed.execution_options(synchronize_session=False))
    with pytest.raises(ListClosed):
        lists.add(session, row, [hall.mori.id], by=hall.officer.id, now=NOW)
