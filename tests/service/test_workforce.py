"""Who lacks what: counted once, by department, on a day; what comes later changes nothing."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.frameworks import queries as frameworks
from app.identity.models import Organization, User
from app.talent import standings
from app.talent.queries import Scope, staff
from app.talent.queries.scope import WHOLE
from app.talent.rules import State
from app.workforce import queries
from app.workforce.errors import NotForThePastError
from app.workforce.queries import Behind, Frame
from app.workforce.queries.plans import item_page, traces
from app.workforce.rules import Membership
from app.workforce.service import profiles
from tests.factories.identity import NOW, TODAY, a_city, a_post, an_organization
from tests.factories.talent import a_staff_member, an_attestation
from tests.factories.workforce import H3, T5, a_plan_item, a_profile, told

OCTOBER = date(2026, 10, 31)


class Hall:
    """A bureau with two sections: six people in 税務課, two in 市民課."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=self.city)
        self.tax = an_organization(session, "税務課", parent=self.bureau)
        self.civil = an_organization(session, "市民課", parent=self.city, position=1)
        self.clerks = [self.clerk(self.tax, "主事") for _ in range(5)]
        self.head = self.clerk(self.tax, "課長")
        self.others = [self.clerk(self.civil, "主事") for _ in range(2)]

    def clerk(self, where: Organization, title: str) -> User:
        return a_staff_member(self.session, where, title=title)

    def frame(self, on: date = TODAY, scope: Scope = WHOLE) -> Frame:
        return Frame(staff.departments(self.session), scope, on, TODAY)

    def table(self, profile_id: uuid.UUID, frame: Frame) -> queries.GapTable:
        found = queries.profile(self.session, profile_id, on=frame.on)
        return queries.gap_table(self.session, found, frame)


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def test_people_who_miss_something_are_counted_by_department(session: Session, hall: Hall) -> None:
    row = a_profile(session, told({T5: 2, H3: 1}), by=hall.head.id)
    an_attestation(session, hall.clerks[0], T5, 2)
    an_attestation(session, hall.clerks[0], T5, 3)
    an_attestation(session, hall.clerks[0], H3, 1)
    an_attestation(session, hall.clerks[1], T5, 1)
    an_attestation(session, hall.clerks[2], T5, 2, state=State.REVOKED, reason="x")
    table = hall.table(row.id, hall.frame())
    assert (table.people, table.met) == (8, 1)
    assert [one.missing for one in table.total] == [7, 7]
    lines = {one.department.name: one for one in table.rows}
    assert {name: one.people for name, one in lines.items()} == {
        "総務局": 6,
        "税務課": 6,
        "市民課": 2,
    }
    assert [one.missing for one in lines["総務局"].lacking] == [5, 5]
    assert not lines["税務課"].is_few
    assert lines["市民課"].is_few
    progress = queries.progress(
        session, [queries.profile(session, row.id, on=TODAY)], hall.frame()
    )
    assert (progress[row.id].people, progress[row.id].met) == (8, 1)


def test_a_manager_counts_the_own_unit_alone(session: Session, hall: Hall) -> None:
    row = a_profile(session, by=hall.head.id)
    table = hall.table(row.id, hall.frame(scope=Scope(frozenset({hall.tax.id}))))
    assert table.people == 6
    found = queries.profile(session, row.id, on=TODAY)
    page = queries.people(
        session, found, hall.frame(scope=Scope(frozenset({hall.tax.id}))), Behind()
    )
    assert page.count == 6
    assert {one.place for one in page.people} == {"総務局 税務課"}


@pytest.mark.parametrize(
    ("membership", "count"),
    [
        (Membership(titles=("課長",)), 1),
        (Membership(departments=(uuid.UUID(int=0),)), 0),
        (Membership(role_level="city-roles@1/leader"), 1),
    ],
)
def test_a_rule_says_who_is_meant(
    session: Session, hall: Hall, membership: Membership, count: int
) -> None:
    an_attestation(session, hall.others[0], "city-roles@1/leader", 1)
    row = a_profile(session, told(membership=membership), by=hall.head.id)
    assert hall.table(row.id, hall.frame()).people == count
    meant = {
        one.id
        for one in (*hall.clerks, hall.head, *hall.others)
        if (gaps := queries.person_gaps(session, one.id, today=TODAY)) and gaps.roles
    }
    assert len(meant) == count


def test_people_by_name_are_added_to_a_rule_and_counted_once(session: Session, hall: Hall) -> None:
    described = told(
        membership=Membership(departments=(hall.bureau.id,)),
        people=[hall.others[0], hall.clerks[0]],
    )
    row = a_profile(session, described, by=hall.head.id)
    assert hall.table(row.id, hall.frame()).people == 7


def test_a_change_holds_from_a_day_and_leaves_the_figures_before(
    session: Session, hall: Hall
) -> None:
    row = a_profile(session, told({T5: 1}), by=hall.head.id)
    an_attestation(session, hall.clerks[0], T5, 1)
    assert hall.table(row.id, hall.frame(OCTOBER)).met == 1
    tomorrow = TODAY + timedelta(days=1)
    profiles.change(session, row, told({T5: 2}, holds_from=tomorrow), by=hall.head.id, now=NOW)
    assert hall.table(row.id, hall.frame(OCTOBER)).met == 1
    assert hall.table(row.id, hall.frame(TODAY)).met == 1
    later = Frame(staff.departments(session), WHOLE, tomorrow, tomorrow)
    assert hall.table(row.id, later).met == 0
    assert [one.number for one in queries.history(session, row.id)] == [2, 1]
    with pytest.raises(NotForThePastError):
        profiles.change(session, row, told(holds_from=TODAY), by=hall.head.id, now=NOW)


def test_a_past_day_knows_nothing_of_what_came_later(session: Session, hall: Hall) -> None:
    row = a_profile(session, by=hall.head.id)
    stood = an_attestation(session, hall.clerks[0], T5, 2, attested_on=date(2026, 9, 1))
    ended = an_attestation(session, hall.clerks[3], T5, 2, attested_on=date(2026, 9, 1))
    before = hall.table(row.id, hall.frame(OCTOBER))
    found = queries.profile(session, row.id, on=OCTOBER)
    listed = queries.people(session, found, hall.frame(OCTOBER), Behind())
    for one in hall.clerks[1:3]:
        an_attestation(session, one, T5, 3, attested_on=date(2026, 11, 2))
    stood.state, stood.state_reason = State.REVOKED, "x"
    stood.state_changed_on = date(2026, 11, 5)
    ended.expires_on = date(2026, 11, 1)
    for one in hall.clerks[:2]:
        (post,) = one.posts
        post.ends_on = date(2026, 11, 9)
        session.flush()
        a_post(session, one, hall.civil, starts_on=date(2026, 11, 10)).is_primary = True
    hall.head.disabled_at = NOW
    hall.clerk(hall.tax, "主事").posts[0].starts_on = date(2026, 11, 1)
    session.flush()
    session.expire_all()
    standings.refold(session, standings.everybody(session), today=TODAY)
    assert hall.table(row.id, hall.frame(OCTOBER)) == before
    assert queries.people(session, found, hall.frame(OCTOBER), Behind()) == listed
    now = hall.table(row.id, hall.frame())
    assert {one.department.name: one.people for one in now.rows} == {
        "総務局": 4,
        "税務課": 4,
        "市民課": 4,
    }
    assert now.met == 2


def test_the_people_behind_a_figure_are_as_many(session: Session, hall: Hall) -> None:
    row = a_profile(session, told({T5: 2, H3: 1}), by=hall.head.id)
    an_attestation(session, hall.clerks[0], T5, 2)
    found = queries.profile(session, row.id, on=TODAY)
    table = hall.table(row.id, hall.frame())
    for line in table.rows:
        for cell in line.lacking:
            behind = Behind(line.department.id, cell.wanted.item.ref)
            page = queries.people(session, found, hall.frame(), behind)
            assert page.count == cell.missing
            assert all(cell.wanted in [one for one, _ in who.missing] for who in page.people)
    met = queries.people(session, found, hall.frame(), Behind(item_ref=T5, is_met=True))
    assert [one.id for one in met.people] == [hall.clerks[0].id]


def test_a_person_reads_what_is_asked_and_what_is_missing(session: Session, hall: Hall) -> None:
    row = a_profile(session, told({T5: 3, H3: 1}), by=hall.head.id)
    an_attestation(session, hall.clerks[0], T5, 1)
    found = queries.person_gaps(session, hall.clerks[0].id, today=TODAY)
    assert found is not None
    (role,) = found.roles
    assert [(one.level, one.missing) for one in role.lines] == [(1, 2), (0, 1)]
    profiles.close(session, row, by=hall.head.id, now=NOW)
    session.flush()
    found = queries.person_gaps(session, hall.clerks[0].id, today=TODAY)
    assert found is not None
    assert found.roles == ()
    assert queries.person_gaps(session, uuid.uuid4(), today=TODAY) is None


def test_a_plan_item_is_traced_to_people_and_an_item_back_to_it(
    session: Session, hall: Hall
) -> None:
    role = a_profile(session, told({T5: 1, H3: 1}), by=hall.head.id)
    row = a_plan_item(session, by=hall.head.id, needs={T5: 2}, profiles=[role])
    an_attestation(session, hall.clerks[0], T5, 2)
    an_attestation(session, hall.clerks[1], T5, 1)
    asked = queries.profiles(session, on=TODAY)
    found = traces(session, row, asked, hall.frame())
    assert [(one.wanted.item.ref, one.wanted.level, one.have) for one in found] == [
        (T5, 2, 1),
        (H3, 1, 0),
    ]
    assert {one.people for one in found} == {8}
    page = item_page(session, frameworks.item(H3), 1, asked, hall.frame(), page=1)
    assert page.plans == (row,)
    assert [(one.id, level) for one, level in page.profiles] == [(role.id, 1)]
    assert page.people.count == 0
