"""What attests without a signature: it stands, falls, stands again, and says what it is."""

import uuid
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.identity import queries as identity
from app.identity.models import Role
from app.talent import grounds, queries
from app.talent.errors import NotStaffError
from app.talent.grounds import Ground
from app.talent.queries.people import attestations_of
from app.talent.queries.scope import WHOLE
from app.talent.rules import Source, State
from tests.factories.identity import (
    NOW,
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_user,
    an_organization,
)
from tests.factories.talent import (
    TODAY,
    a_staff_member,
    an_attestation,
    the_matrix,
)

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"


def a_ground(source: Source = Source.EXTERNAL_TRAINING) -> Ground:
    return Ground(uuid.uuid4(), source, "情報セキュリティ研修", "J-LIS", date(2026, 9, 1))


def test_a_ground_attests_what_is_known_and_names_itself(session: Session) -> None:
    user = a_clerk(session)
    claims = [(T5, 1), (T5, 2), ("nowhere@1/X", 1), (H3, 99)]
    assert grounds.attest(session, user.id, a_ground(), claims, now=NOW) == 1
    sheet = queries.person_sheet(session, user.id, today=TODAY)
    (certificate,) = sheet.certificates
    assert (certificate.title, certificate.issuer) == ("情報セキュリティ研修", "J-LIS")
    ((one, received),) = attestations_of(session, user.id)
    assert (one.item_ref, one.level, received) == (T5, 2, None)


def test_the_same_again_changes_nothing_and_less_lets_the_rest_fall(session: Session) -> None:
    user, ground = a_clerk(session), a_ground()
    grounds.attest(session, user.id, ground, [(T5, 1), (H3, 1)], now=NOW)
    grounds.attest(session, user.id, ground, [(T5, 1), (H3, 1)], now=NOW)
    assert len(attestations_of(session, user.id)) == 2
    grounds.attest(session, user.id, ground, [(T5, 1)], now=NOW)
    states = {one.item_ref: one.state for one, _ in attestations_of(session, user.id)}
    assert states == {T5: State.ACTIVE, H3: State.REVOKED}
    grounds.attest(session, user.id, ground, [(T5, 1), (H3, 1)], now=NOW)
    assert all(one.state is State.ACTIVE for one, _ in attestations_of(session, user.id))


def test_what_is_withdrawn_says_why_and_can_be_restored_or_forgotten(session: Session) -> None:
    user, ground = a_clerk(session), a_ground(Source.ENDORSEMENT)
    grounds.attest(session, user.id, ground, [(T5, 2)], now=NOW)
    assert grounds.withdraw(session, [ground.id], reason="本人が異議を出しました。", now=NOW) == 1
    assert grounds.withdraw(session, [ground.id], reason="また", now=NOW) == 0
    ((one, _),) = attestations_of(session, user.id)
    assert (one.state, one.state_reason) == (State.REVOKED, "本人が異議を出しました。")
    assert grounds.restore(session, [ground.id]) == 1
    assert one.state is State.ACTIVE
    assert grounds.forget(session, [ground.id]) == 1
    assert attestations_of(session, user.id) == []


def test_nothing_is_attested_of_a_citizen_nor_as_if_it_were_signed(session: Session) -> None:
    with pytest.raises(NotStaffError):
        grounds.attest(session, a_citizen(session).id, a_ground(), [(T5, 1)], now=NOW)
    with pytest.raises(ValueError, match="bytes"):
        signed = a_ground(Source.SIGNED_CREDENTIAL)
        grounds.attest(session, a_clerk(session).id, signed, [(T5, 1)], now=NOW)


def test_a_manager_reads_the_unit_with_all_below_and_nothing_beside(session: Session) -> None:
    city = a_city(session)
    bureau = an_organization(session, "財務局", parent=city)
    tax = an_organization(session, "税務課", parent=bureau, position=1)
    roads = an_organization(session, "道路課", parent=city, position=2)
    clerk, other = a_staff_member(session, tax), a_staff_member(session, roads)
    for one in (clerk, other):
        an_attestation(session, one)
    head = a_user(session, login_id="kyokucho")
    a_post(session, head, bureau, Role.MANAGER)
    scope = queries.scope_of(session, identity.person(session, head.id, on=TODAY))
    assert scope.department_ids == frozenset({bureau.id, tax.id})
    matrix = the_matrix(session, today=TODAY, scope=scope)
    assert (matrix.heads, [row.department.name for row in matrix.rows]) == (
        2,
        ["財務局", "税務課"],
    )
    assert {one.person.id for row in matrix.rows for one in row.people} == {clerk.id, head.id}
    place = [item.code for item in matrix.items].index("T5")
    assert matrix.total[place].reached == 1
    asked = the_matrix(session, today=TODAY, scope=scope, department_id=roads.id)
    assert asked.opened is None


def test_hr_reads_all_and_a_clerk_nobody(session: Session) -> None:
    place = an_organization(session, "人事課", parent=a_city(session))
    clerk, hr = a_user(session, login_id="shokuin"), a_user(session, login_id="hito")
    a_post(session, clerk, place)
    a_post(session, hr, place, Role.HR)
    assert queries.scope_of(session, identity.person(session, hr.id, on=TODAY)) == WHOLE
    assert not queries.scope_of(session, identity.person(session, clerk.id, on=TODAY)).holds(
        place.id
    )
