"""The summary that the matrix reads is what the attestations amount to, whatever happened."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.clock import day_of
from app.credentials.events import CredentialRevoked
from app.credentials.models import CredentialState
from app.db import transaction
from app.identity.events import DayBegun
from app.identity.models import User
from app.outbox.errors import NotNow
from app.talent import grounds, ingest, service, standings
from app.talent.grounds import Ground
from app.talent.handlers import let_expired_fall, on_credential_revoked
from app.talent.models import ReceiptState, ReceivedCredential, SkillAttestation, SkillStanding
from app.talent.queries.people import attestations_of, attested
from app.talent.queries.standings import Cell, cells_of, current
from app.talent.rules import Source, State
from tests.factories.identity import NOW, a_city, a_clerk, an_organization
from tests.factories.talent import (
    TODAY,
    a_credential,
    a_staff_member,
    an_attestation,
    delivered,
    the_matrix,
)

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"
A_DAY = timedelta(days=1)
UNSIGNED = (Source.ENDORSEMENT, Source.EXTERNAL_TRAINING)

GROUND = st.integers(0, 2)
CLAIMS = st.lists(st.tuples(st.sampled_from([T5, H3]), st.integers(1, 3)), min_size=1, max_size=3)
ACT = st.one_of(
    st.tuples(st.just("attest"), GROUND, CLAIMS, st.one_of(st.none(), st.integers(0, 4))),
    st.tuples(st.just("withdraw"), GROUND),
    st.tuples(st.just("restore"), GROUND),
    st.tuples(st.just("forget"), GROUND),
    st.tuples(st.just("sign"), st.integers(0, 1), CLAIMS, st.integers(1, 4)),
    st.tuples(st.just("revoke"), st.integers(0, 1)),
    st.tuples(st.just("sleep"), st.integers(1, 3)),
)


def cell_of(session: Session, user: User, item_ref: str = T5, *, today: date = TODAY) -> Cell:
    matrix = the_matrix(session, today=today)
    (cells,) = [one.cells for row in matrix.rows for one in row.people if one.person.id == user.id]
    return next(one for one in cells if one is not None and one.item_ref == item_ref)


def a_clerk_listed(session: Session) -> User:
    return a_staff_member(session, an_organization(session, "税務課", parent=a_city(session)))


def stands(session: Session, today: date, *, signed: bool = False) -> dict[str, tuple[int, str]]:
    one = current(today, signed=signed)
    rows = session.execute(sa.select(one.c.item_ref, one.c.level, one.c.source))
    return {ref: (level, source) for ref, level, source in rows}


class History:
    """One clerk, three grounds and two signed credentials, day after day."""

    def __init__(self, session: Session) -> None:
        self.session, self.now = session, NOW
        self.clerk = a_clerk(session)
        self.grounds = [
            Ground(uuid.uuid4(), UNSIGNED[n % 2], "研修", "市", TODAY - n * A_DAY)
            for n in range(3)
        ]
        self.uris = [f"urn:uuid:{uuid.uuid4()}" for _ in range(2)]

    @property
    def today(self) -> date:
        return day_of(self.now)

    def take(self, act: tuple[object, ...]) -> None:
        getattr(self, str(act[0]))(*act[1:])

    def attest(self, which: int, claims: list[tuple[str, int]], lasts: int | None) -> None:
        ends = None if lasts is None else self.today + lasts * A_DAY
        ground = replace(self.grounds[which], expires_on=ends)
        grounds.attest(self.session, self.clerk.id, ground, claims, now=self.now)

    def withdraw(self, which: int) -> None:
        grounds.withdraw(self.session, [self.grounds[which].id], reason="異議", now=self.now)

    def restore(self, which: int) -> None:
        grounds.restore(self.session, [self.grounds[which].id], now=self.now)

    def forget(self, which: int) -> None:
        grounds.forget(self.session, [self.grounds[which].id], now=self.now)

    def sign(self, which: int, claims: list[tuple[str, int]], lasts: int) -> None:
        """What is verified already comes in; real signatures would take minutes."""
        ends = datetime.combine(self.today + lasts * A_DAY, datetime.min.time(), clock.JST)
        alignments = [
            {"targetCode": ref, "targetUrl": f"https://x.example/?level={level}"}
            for ref, level in claims
        ]
        credential = {
            "validFrom": self.now.isoformat(),
            "validUntil": ends.isoformat(),
            "credentialSubject": {"achievement": {"alignment": alignments}},
        }
        row = ReceivedCredential(
            id=uuid.uuid4(),
            person_id=self.clerk.id,
            credential_uri=self.uris[which],
            valid_from=self.now,
            jwt=b"",
            di=b"",
            sha256=uuid.uuid4().hex,
            verdict={},
            verifier="",
            received_at=self.now,
            state=ReceiptState.ACCEPTED,
        )
        self.session.add(row)
        ingest.attest(self.session, row, credential, today=self.today)

    def revoke(self, which: int) -> None:
        service.revoke(self.session, self.uris[which], reason="誤り", now=self.now)

    def sleep(self, days: int) -> None:
        self.now += days * A_DAY
        people = standings.whose_expired(self.session, today=self.today)
        standings.refold(self.session, people, today=self.today)

    def best(self, item_ref: str) -> Cell | None:
        rows = attestations_of(self.session, self.clerk.id, item_ref)
        return Cell.of([attested(one) for one, _ in rows], top=3, today=self.today)


@hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, min_size=1, max_size=10))
def test_after_any_history_the_summary_is_what_the_attestations_amount_to(
    session: Session, acts: list[tuple[object, ...]]
) -> None:
    with transaction() as inner:
        history = History(inner)
        who = [history.clerk.id]
        for act in acts:
            history.take(act)
            today = history.today
            assert standings.differing(inner, who, today=today) == (), act
            kept = cells_of(inner, who, {"dss-l@1.2": 3}, today=today)
            folded = {
                (who[0], ref): cell for ref in (T5, H3) if (cell := history.best(ref)) is not None
            }
            assert kept == folded, act


def test_a_revoked_or_expired_credential_greys_its_cells_with_the_reason_within_one_delivery(
    session: Session,
) -> None:
    clerk = a_clerk_listed(session)
    ends = clock.months_before(TODAY, -1)
    last = datetime.combine(ends, datetime.min.time(), clock.JST)
    revoked = a_credential(session, clerk, ((T5, 2), (H3, 1)))
    expiring = a_credential(session, clerk, (("dss-l@1.2/H5", 1),), valid_until=last)
    for one in (revoked, expiring):
        delivered(session, one)
    assert cell_of(session, clerk).is_standing
    revoked.state, revoked.revoked_at = CredentialState.REVOKED, NOW
    revoked.revoked_reason = "別の職員に出した証明でした。"
    on_credential_revoked(session, CredentialRevoked(revoked.id, NOW))
    for item_ref in (T5, H3):
        cell = cell_of(session, clerk, item_ref)
        assert (cell.state, cell.reason) == (State.REVOKED, "別の職員に出した証明でした。")
    assert cell_of(session, clerk, "dss-l@1.2/H5", today=ends - A_DAY).is_standing
    late = cell_of(session, clerk, "dss-l@1.2/H5", today=ends)  # no job has run since
    assert (late.state, late.expires_on) == (State.EXPIRED, ends - A_DAY)
    matrix = the_matrix(session, today=ends)
    assert sum(share.reached for share in matrix.total) == 0


def test_what_expires_uncovers_what_else_is_attested_with_the_new_day(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = a_clerk_listed(session)
    an_attestation(session, clerk, level=3, expires_on=TODAY)
    an_attestation(session, clerk, level=1)
    tomorrow = TODAY + A_DAY
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with pytest.raises(NotNow):
        let_expired_fall(session, DayBegun(tomorrow, NOW))
    assert cell_of(session, clerk).level == 3
    assert not cell_of(session, clerk, today=tomorrow).is_standing
    monkeypatch.setattr(clock, "now", lambda: NOW + A_DAY)
    for _ in range(2):
        let_expired_fall(session, DayBegun(tomorrow, NOW))
    cell = cell_of(session, clerk, today=tomorrow)
    assert (cell.level, cell.state) == (1, State.ACTIVE)


def test_others_read_what_stands_and_what_of_it_is_signed(session: Session) -> None:
    clerk = a_clerk_listed(session)
    ends = datetime.combine(TODAY + 9 * A_DAY, datetime.min.time(), clock.JST)
    delivered(session, a_credential(session, clerk, ((T5, 2),), valid_until=ends))
    an_attestation(session, clerk, T5, 3)
    an_attestation(session, clerk, H3, 1, expires_on=TODAY)
    an_attestation(session, clerk, "dss-l@1.2/H5", state=State.REVOKED, reason="誤り")
    training = Source.EXTERNAL_TRAINING
    assert stands(session, TODAY) == {T5: (3, training), H3: (1, training)}
    assert stands(session, TODAY + A_DAY) == {T5: (3, training)}
    assert stands(session, TODAY, signed=True) == {T5: (2, Source.SIGNED_CREDENTIAL)}
    assert stands(session, TODAY + 9 * A_DAY, signed=True) == {}


def test_the_command_tells_what_differs_and_mends_it(app: Flask, session: Session) -> None:
    clerk, other = a_clerk(session), a_clerk(session)
    an_attestation(session, clerk)
    gone = an_attestation(session, other)
    session.flush()
    session.execute(
        sa.update(SkillStanding).where(SkillStanding.person_id == clerk.id).values(level=3)
    )
    session.execute(sa.delete(SkillAttestation).where(SkillAttestation.id == gone.id))
    session.commit()
    run = app.test_cli_runner().invoke
    check = ["talent", "rebuild", "--check"]
    told = run(args=check)
    assert (told.exit_code, told.output.count("ちがいます")) == (1, 2)
    assert f"{clerk.id} {T5}" in told.output
    mended = run(args=["talent", "rebuild"])
    assert (mended.exit_code, "2件を直しました" in mended.output) == (0, True)
    assert run(args=check).exit_code == 0


def test_nothing_is_left_of_somebody_whom_the_registry_forgets(session: Session) -> None:
    clerk = a_clerk(session)
    an_attestation(session, clerk)
    service.forget(session, clerk.id)
    assert standings.everybody(session) == ()


def test_two_accounts_of_one_person_are_summed_up_as_one(session: Session) -> None:
    stays, goes = a_clerk(session), a_clerk(session)
    an_attestation(session, stays, T5, 1)
    an_attestation(session, goes, T5, 3)
    session.execute(sa.update(SkillAttestation).values(person_id=stays.id))
    service.merge_standings(session, stays.id, goes.id, today=TODAY)
    kept = session.execute(sa.select(SkillStanding.person_id, SkillStanding.level)).all()
    assert kept == [(stays.id, 3)]
