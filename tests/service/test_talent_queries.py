"""What the matrix, the cell, the sheet and Monday's page are made of."""

import uuid
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.catalog import queries as catalog
from app.credentials.events import CredentialRevoked
from app.credentials.models import CredentialState
from app.identity import queries as identity
from app.identity.models import Organization, OrganizationKind, Role, User
from app.identity.service import ensure_installation
from app.learning import service as learning
from app.talent import arrivals, queries, service
from app.talent.errors import UnknownCellError
from app.talent.handlers import on_credential_revoked
from app.talent.models import Look
from app.talent.queries import Evidence, Origin
from app.talent.queries.monday import Notices
from app.talent.queries.origin import origin_of
from app.talent.queries.people import attestations_of
from app.talent.rules import State
from tests.factories.catalog import a_version
from tests.factories.identity import (
    NOW,
    a_child,
    a_citizen,
    a_city,
    a_post,
    a_user,
    an_organization,
)
from tests.factories.talent import (
    TODAY,
    a_credential,
    a_staff_member,
    an_attestation,
    delivered,
    the_matrix,
)

T5 = "dss-l@1.2/T5"


def a_bureau(session: Session) -> tuple[Organization, Organization, Organization]:
    """Make a city with 総務局, and 税務課 and 人事課 under it; 税務課 comes first."""
    bureau = an_organization(session, "総務局", parent=a_city(session))
    tax = an_organization(session, "税務課", parent=bureau, position=1)
    staff = an_organization(session, "人事課", parent=bureau, position=2)
    return bureau, tax, staff


def open_cell(session: Session, user: User, item: str = T5) -> Evidence:
    return queries.cell(
        session,
        user.id,
        item,
        verdict_of=partial(arrivals.verdict_now, session, now=NOW),
        origin_of=lambda _uri: Origin(),
        now=NOW,
    )


def test_departments_stand_in_the_citys_own_order_and_people_by_their_reading(
    session: Session,
) -> None:
    _, tax, staff = a_bureau(session)
    a_staff_member(session, staff, "阿部", "アベ")
    for name, kana in (("和田", "ワダ"), ("髙橋", "タカハシ"), ("𠮷田", "ヨシダ")):
        a_staff_member(session, tax, name, kana)
    matrix = the_matrix(session, today=TODAY)
    assert [(row.department.path, row.heads) for row in matrix.rows] == [
        ("総務局", 4),
        ("総務局 税務課", 3),
        ("総務局 人事課", 1),
    ]
    names = [one.person.name.split()[0] for row in matrix.rows for one in row.people]
    assert names == ["髙橋", "𠮷田", "和田", "阿部"]
    assert matrix.heads == 4


def test_a_person_with_two_posts_is_counted_once_under_the_primary_one(session: Session) -> None:
    bureau, tax, staff = a_bureau(session)
    clerk = a_staff_member(session, tax)
    a_post(session, clerk, staff, title="主事")
    an_attestation(session, clerk)
    matrix = the_matrix(session, today=TODAY, department_id=bureau.id)
    assert matrix.heads == 1
    (row,) = [row for row in matrix.rows if row.people]
    assert row.department.name == "税務課"
    assert row.people[0].person.other_places == ("総務局 人事課",)
    assert [share.reached for share in matrix.total if share.item_ref == T5] == [1]


def test_only_current_staff_of_the_city_are_listed(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    a_child(session)
    a_citizen(session)
    guardian = a_user(session)
    a_post(session, guardian, tax, Role.GUARDIAN)
    gone = a_user(session)
    a_post(session, gone, tax).ends_on = TODAY - timedelta(days=1)
    closed = a_staff_member(session, tax)
    closed.disabled_at = NOW
    teacher = a_user(session)
    a_post(session, teacher, an_organization(session, kind=OrganizationKind.SCHOOL), Role.TEACHER)
    session.flush()
    assert the_matrix(session, today=TODAY).heads == 0


def test_a_department_counts_those_at_or_above_the_asked_level(session: Session) -> None:
    _, tax, staff = a_bureau(session)
    for level in (1, 2, 3):
        clerk = a_staff_member(session, tax)
        an_attestation(session, clerk, level=level)
        an_attestation(session, clerk, level=1)  # a weaker proof counts nobody twice
    expired = a_staff_member(session, staff)
    an_attestation(session, expired, level=3, expires_on=TODAY - timedelta(days=1))
    fallen = a_staff_member(session, staff)
    an_attestation(session, fallen, level=3, state=State.REVOKED, reason="誤り")
    for minimum, reached in ((1, 3), (2, 2), (3, 1), (9, 1), (0, 3)):
        matrix = the_matrix(session, today=TODAY, minimum=minimum)
        counts = {
            row.department.name: share.reached
            for row in matrix.rows
            for share in row.shares
            if share.item_ref == T5
        }
        assert counts == {"総務局": reached, "税務課": reached, "人事課": 0}
        (whole,) = [share for share in matrix.total if share.item_ref == T5]
        assert (whole.reached, whole.people, whole.is_few) == (reached, 5, False)


def test_a_large_city_opens_one_department_at_a_time_fifty_people_a_page(
    session: Session,
) -> None:
    _, tax, staff = a_bureau(session)
    for _ in range(51):
        a_staff_member(session, tax)
    a_staff_member(session, staff)
    closed = the_matrix(session, today=TODAY)
    assert not any(row.people for row in closed.rows)
    assert [row.department.name for row in closed.rows] == ["総務局"]
    assert [one.name for one in closed.departments] == ["総務局", "税務課", "人事課"]
    first = the_matrix(session, today=TODAY, department_id=tax.id)
    last = the_matrix(session, today=TODAY, department_id=tax.id, page=99)
    assert [row.department.name for row in first.rows] == ["総務局", "税務課", "人事課"]
    assert [sum(len(row.people) for row in page.rows) for page in (first, last)] == [50, 1]
    assert (first.page, first.pages, last.page) == (1, 2, 2)
    seen = {one.person.id for page in (first, last) for row in page.rows for one in row.people}
    assert len(seen) == 51


def test_the_number_of_queries_does_not_grow_with_the_city(session: Session) -> None:
    def count() -> int:
        statements: list[str] = []

        def note(*args: object) -> None:
            if "BEGIN" not in str(args[2]):
                statements.append(str(args[2]))

        session.expire_all()
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        the_matrix(session, today=TODAY)
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    bureau, tax, _ = a_bureau(session)
    an_attestation(session, a_staff_member(session, tax))
    session.commit()
    small = count()
    for _ in range(20):
        clerk = a_staff_member(session, an_organization(session, parent=bureau))
        an_attestation(session, clerk)
        a_post(session, clerk, tax)
    session.commit()
    assert count() == small == 6


def test_a_cell_opens_to_the_credential_with_checks_made_now(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    clerk = a_staff_member(session, tax)
    credential = a_credential(session, clerk)
    delivered(session, credential)
    evidence = open_cell(session, clerk)
    assert evidence.cell is not None
    assert (evidence.cell.level, evidence.cell.step) == (2, 4)
    (proof,) = evidence.proofs
    assert (proof.certificate.title, proof.certificate.issuer) == ("生成AIの基礎", "犀川市")
    assert proof.uri == f"urn:uuid:{credential.id}"
    assert proof.brief is not None
    assert proof.brief.is_good
    assert {check.kind for check in proof.checks} == {"good"}


def test_a_status_that_changed_since_shows_before_any_message_arrives(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    clerk = a_staff_member(session, tax)
    credential = a_credential(session, clerk)
    delivered(session, credential)
    credential.state, credential.revoked_at = CredentialState.REVOKED, NOW
    session.flush()
    (proof,) = open_cell(session, clerk).proofs
    assert proof.brief is not None
    assert (proof.brief.signature, proof.brief.validity) == ("good", "stop")
    assert proof.checks[0].kind == "stop"


def test_bytes_altered_in_the_registry_itself_are_noticed(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    clerk = a_staff_member(session, tax)
    delivered(session, a_credential(session, clerk))
    (one, received), *_ = attestations_of(session, clerk.id)
    assert received is not None
    received.jwt = received.jwt[:-4] + b"AAAA"
    (proof,) = open_cell(session, clerk).proofs
    assert proof.brief is not None
    assert (proof.brief.signature, proof.brief.person) == ("stop", "note")
    assert one.state is State.ACTIVE


def test_a_revocation_greys_the_cell_with_its_reason_once(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    clerk = a_staff_member(session, tax)
    credential = a_credential(session, clerk, ((T5, 2), ("dss-l@1.2/H3", 1)))
    delivered(session, credential)
    credential.state, credential.revoked_at = CredentialState.REVOKED, NOW
    credential.revoked_reason = "別の職員に出した証明でした。"
    session.flush()
    for _ in range(2):
        on_credential_revoked(session, CredentialRevoked(credential.id, NOW))
    evidence = open_cell(session, clerk)
    assert evidence.cell is not None
    assert (evidence.cell.state, evidence.cell.reason) == (
        State.REVOKED,
        "別の職員に出した証明でした。",
    )
    matrix = the_matrix(session, today=TODAY)
    assert sum(share.reached for share in matrix.total) == 0
    assert service.revoke(session, f"urn:uuid:{credential.id}", reason="二度目", now=NOW) == 0


def test_a_revocation_of_what_never_arrived_changes_nothing(session: Session) -> None:
    on_credential_revoked(session, CredentialRevoked(uuid.uuid4(), NOW))


def test_a_cell_of_a_child_a_citizen_or_an_unknown_item_does_not_exist(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    clerk = a_staff_member(session, tax)
    for person, item in ((a_child(session), T5), (a_citizen(session), T5), (clerk, "x@1/T5")):
        with pytest.raises(UnknownCellError):
            open_cell(session, person, item)


def test_the_sheet_puts_proofs_together_strongest_first_and_names_who_looked(
    session: Session,
) -> None:
    _, tax, staff = a_bureau(session)
    clerk, officer = a_staff_member(session, tax), a_staff_member(session, staff, "林", "ハヤシ")
    an_attestation(session, clerk, "dss-l@1.2/H3", attested_on=date(2026, 11, 1))
    delivered(session, a_credential(session, clerk, ((T5, 2), ("digcomp@3.0/4.2", 1))))
    for _ in range(2):
        service.note_look(session, officer.id, clerk.id, Look.CELL, item_ref=T5, now=NOW)
    service.note_look(session, clerk.id, clerk.id, Look.SHEET, now=NOW)  # one's own is no look
    sheet = queries.person_sheet(session, clerk.id, today=TODAY)
    assert [(one.framework.id, one.reached) for one in sheet.frameworks] == [
        ("dss-l", 2),
        ("digcomp", 1),
    ]
    signed, claimed = sheet.certificates
    assert signed.title == "生成AIの基礎"
    assert len(signed.items) == 2
    assert claimed.source == "external_training"
    (visit,) = sheet.visits
    assert (visit.place, visit.item, visit.times) == ("総務局 人事課", "T5 AI", 2)
    assert visit.looked_on == TODAY


def test_nobody_but_staff_has_a_sheet(session: Session) -> None:
    with pytest.raises(UnknownCellError):
        queries.person_sheet(session, a_citizen(session).id, today=TODAY)


def test_monday_tells_what_came_what_fell_and_what_ends_soon(session: Session) -> None:
    _, tax, staff = a_bureau(session)
    one, two = a_staff_member(session, tax), a_staff_member(session, staff)
    for clerk in (one, two):
        delivered(session, a_credential(session, clerk, awarded_on=date(2026, 11, 20)))
    delivered(session, a_credential(session, one, title="古い講座", awarded_on=date(2026, 4, 1)))
    spoiled = a_credential(session, two, title="とどかなかった講座")
    spoiled.jwt = (spoiled.jwt or "")[:-4] + "AAAA"
    delivered(session, spoiled)
    an_attestation(session, one, "dss-l@1.2/H3", expires_on=TODAY + timedelta(days=10))
    an_attestation(session, two, "dss-l@1.2/H3", expires_on=TODAY + timedelta(days=100))
    fallen = an_attestation(session, two, "dss-l@1.2/H5", state=State.REVOKED, reason="誤り")
    fallen.state_changed_on = TODAY - timedelta(days=1)
    session.flush()
    week = queries.monday(session, today=TODAY)
    assert (week.since, week.until) == (date(2026, 11, 9), TODAY)
    assert week.people == 2
    (gain,) = week.gains
    assert (gain.title, gain.people) == ("生成AIの基礎", 2)
    assert gain.places == (("総務局 税務課", 1), ("総務局 人事課", 1))
    assert [notice.reason for notice in week.revoked.shown] == ["誤り"]
    assert len(week.refused) == 1
    assert [(notice.day, notice.title) for notice in week.expiring.shown] == [
        (TODAY + timedelta(days=10), "セキュリティ")
    ]
    assert (week.reached, week.heads) == (2, 2)


def test_an_empty_city_has_a_quiet_monday(session: Session) -> None:
    week = queries.monday(session, today=TODAY)
    assert (week.people, week.gains, week.heads) == (0, (), 0)
    assert week.revoked == week.expiring == Notices((), 0)


def test_the_days_of_learning_stand_behind_a_cell_without_their_hour(session: Session) -> None:
    _, tax, _ = a_bureau(session)
    clerk = a_staff_member(session, tax)
    ensure_installation(session, "http://localhost", NOW)
    version = catalog.version(session, a_version(session).id)
    run = learning.start_course(
        session, clerk.id, clerk.actor_name, version, identity.installation(session), now=NOW
    )
    credential = a_credential(session, clerk)
    credential.registration_id = run.id
    session.flush()
    origin = origin_of(session, f"urn:uuid:{credential.id}")
    assert origin.number == credential.number
    assert [(one.day, one.lessons, one.completed) for one in origin.days] == [(TODAY, (), False)]


@pytest.mark.parametrize("uri", ["urn:uuid:nothing", f"urn:uuid:{uuid.UUID(int=7)}"])
def test_nothing_is_known_behind_another_issuers_credential(session: Session, uri: str) -> None:
    assert origin_of(session, uri) == Origin()
