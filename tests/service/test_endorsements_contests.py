"""A wrong attestation is contested, marked, and settled; never by who is a party to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.credentials.models import CredentialState
from app.endorsements import queries, service
from app.endorsements.errors import Refused
from app.endorsements.models import Contest
from app.endorsements.rules import Outcome, Stage
from app.endorsements.service import Answer, Assessment
from app.identity.models import Role
from app.talent import doubts
from app.talent import service as talent
from app.talent.models import ReceiptState, SkillAttestation, SkillStanding, Way
from app.talent.queries.standings import cells_of
from app.talent.rules import State
from tests.factories.endorsements import H3, NOW, T5, TODAY, WORDS, Hall, news_of
from tests.factories.identity import a_post
from tests.factories.talent import a_credential, delivered

WRONG = "この仕事をしたのは、同じ課のほかの人です。"
WHY = "日誌で確かめました。"


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def refusal(job: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        job()
    return refused.value.fault


def contested(hall: Hall, attested: SkillAttestation) -> Contest:
    return service.contest(hall.session, attested.id, WRONG, by=hall.clerk.id, now=NOW)


def settled(hall: Hall, found: Contest, outcome: Outcome, level: int | None = None) -> None:
    answer = Answer(outcome, WHY, level)
    later = NOW + timedelta(days=3)
    service.settle(hall.session, found, answer, by=hall.officer.id, now=later)


def cell(hall: Hall, item: str = T5) -> SkillStanding:
    hall.session.expire_all()
    return hall.session.get_one(SkillStanding, (hall.clerk.id, item))


def signed(hall: Hall) -> SkillAttestation:
    delivered(hall.session, a_credential(hall.session, hall.clerk, ((T5, 2),)))
    return hall.session.scalars(sa.select(SkillAttestation)).one()


def test_what_is_contested_goes_on_counting_and_is_marked(session: Session, hall: Hall) -> None:
    found = contested(hall, hall.attestation(hall.endorsed()))
    kept = cell(hall)
    assert (kept.level, kept.state, kept.contested_since) == (2, State.ACTIVE, TODAY)
    cells = cells_of(session, [hall.clerk.id], {"dss-l@1.2": 3}, today=TODAY)
    assert cells[hall.clerk.id, T5].contested_since == TODAY
    assert refusal(lambda: contested(hall, hall.attestation_of(found))) == "again"


def test_only_its_person_contests_it(session: Session, hall: Hall) -> None:
    attested = hall.attestation(hall.endorsed())
    assert (
        refusal(lambda: service.contest(session, attested.id, WRONG, by=hall.other.id, now=NOW))
        == "not_theirs"
    )
    assert (
        refusal(lambda: service.contest(session, hall.clerk.id, WRONG, by=hall.clerk.id, now=NOW))
        == "not_theirs"
    )


def test_it_is_upheld_and_the_mark_goes(session: Session, hall: Hall) -> None:
    found = contested(hall, hall.attestation(hall.endorsed()))
    settled(hall, found, Outcome.UPHELD)
    assert cell(hall).contested_since is None
    assert news_of(session, hall.clerk.id).answered == 1
    service.note_read(session, queries.own(session, hall.clerk.id, today=TODAY).unseen, now=NOW)
    session.expire_all()
    assert news_of(session, hall.clerk.id).answered == 0
    assert refusal(lambda: settled(hall, found, Outcome.UPHELD)) == "settled"


def test_a_correction_changes_the_level_wherever_it_stands(session: Session, hall: Hall) -> None:
    row = hall.endorsed()
    found = contested(hall, hall.attestation(row))
    assert refusal(lambda: settled(hall, found, Outcome.CORRECTED)) == "level"
    assert refusal(lambda: settled(hall, found, Outcome.CORRECTED, 2)) == "level"
    settled(hall, found, Outcome.CORRECTED, 1)
    assert (cell(hall).level, row.level, found.level_after) == (1, 1, 1)
    assert cell(hall).contested_since is None
    assert session.get_one(Contest, found.id).level == 2


def test_hr_lets_it_fall_with_a_reason(session: Session, hall: Hall) -> None:
    row = hall.endorsed()
    found = contested(hall, hall.attestation(row))
    settled(hall, found, Outcome.WITHDRAWN)
    assert (cell(hall).state, cell(hall).reason) == (State.REVOKED, WHY)
    session.refresh(row)
    assert (row.withdrawn_on, row.withdrawn_reason) == (TODAY + timedelta(days=3), WHY)


def test_nobody_settles_what_is_their_own(session: Session, hall: Hall) -> None:
    a_post(session, hall.chief, hall.staffing, Role.HR)
    found = contested(hall, hall.attestation(hall.endorsed()))
    for who in (hall.clerk, hall.chief):
        answer = Answer(Outcome.UPHELD, WHY)
        assert (
            refusal(lambda: service.settle(session, found, answer, by=who.id, now=NOW))  # noqa: B023
            == "own"
        )


def test_the_person_takes_it_back(session: Session, hall: Hall) -> None:
    found = contested(hall, hall.attestation(hall.endorsed()))
    assert refusal(lambda: service.drop(session, found, by=hall.other.id, now=NOW)) == "not_theirs"
    service.drop(session, found, by=hall.clerk.id, now=NOW)
    assert found.outcome is Outcome.DROPPED
    assert cell(hall).contested_since is None
    assert contested(hall, hall.attestation_of(found)).outcome is Outcome.OPEN


def test_a_credential_of_our_own_is_mended_where_it_was_issued_first(
    session: Session, hall: Hall
) -> None:
    attested = signed(hall)
    found = contested(hall, attested)
    assert service.possible(found, attested) == (Outcome.UPHELD,)
    assert refusal(lambda: settled(hall, found, Outcome.WITHDRAWN)) == "signed"
    assert attested.credential_uri is not None
    talent.revoke(session, attested.credential_uri, reason="まちがい", now=NOW)
    assert service.possible(found, attested) == (Outcome.CORRECTED, Outcome.WITHDRAWN)
    settled(hall, found, Outcome.WITHDRAWN)
    assert (cell(hall).state, cell(hall).contested_since) == (State.REVOKED, None)


def test_a_correction_of_our_own_credential_is_seen(session: Session, hall: Hall) -> None:
    credential = a_credential(session, hall.clerk, ((T5, 2),))
    delivered(session, credential)
    attested = session.scalars(sa.select(SkillAttestation)).one()
    found = contested(hall, attested)
    assert credential.state is CredentialState.ISSUED
    delivered(session, a_credential(session, hall.clerk, ((T5, 1),), again=credential))
    session.refresh(attested)
    assert (attested.level, attested.contested_since) == (1, TODAY)
    settled(hall, found, Outcome.CORRECTED)
    assert found.level_after == 1
    assert cell(hall).contested_since is None


def test_a_contest_about_prior_learning_changes_what_counts_of_it(
    session: Session, hall: Hall
) -> None:
    prior = hall.claimed()
    accepted = Assessment(Stage.ACCEPTED, WHY, {T5: 2, H3: 1})
    service.assess(session, prior, accepted, by=hall.officer.id, now=NOW)
    by_item = {one.item_ref: one for one in doubts.of_ground(session, prior.id)}
    settled(hall, contested(hall, by_item[T5]), Outcome.CORRECTED, 1)
    settled(hall, contested(hall, by_item[H3]), Outcome.WITHDRAWN)
    session.refresh(prior)
    assert prior.accepted == {T5: 1}
    assert (cell(hall).level, cell(hall, H3).state) == (1, State.REVOKED)


def test_a_credential_from_elsewhere_is_declined_and_not_changed(
    session: Session, hall: Hall
) -> None:
    attested = signed(hall)
    assert attested.received is not None
    attested.received.way = Way.API
    session.flush()
    found = contested(hall, attested)
    assert service.possible(found, attested) == (Outcome.UPHELD, Outcome.WITHDRAWN)
    assert refusal(lambda: settled(hall, found, Outcome.CORRECTED, 1)) == "signed"
    settled(hall, found, Outcome.WITHDRAWN)
    assert (cell(hall).state, cell(hall).reason) == (State.REVOKED, WHY)
    assert attested.received.state is ReceiptState.ACCEPTED


def test_the_desk_has_open_ones_first_and_the_oldest_of_them(session: Session, hall: Hall) -> None:
    first, second = hall.endorsed(), hall.endorsed(replace(WORDS, reason="別の日にも見ました。"))
    early = NOW - timedelta(days=10)
    older = service.contest(
        session, hall.attestation(second).id, WRONG, by=hall.clerk.id, now=early
    )
    newer = contested(hall, hall.attestation(first))
    found = queries.desk(session, "contests", page=1, today=TODAY)
    assert [one.row.id for one in found.contests] == [older.id, newer.id]
    assert (found.counts.contests, found.contests[0].days) == (2, 10)
    settled(hall, older, Outcome.UPHELD)
    found = queries.desk(session, "contests", page=1, today=date(2026, 11, 25))
    assert [one.is_open for one in found.contests] == [True, False]
    assert found.counts.contests == 1
    assert [one.days for one in found.contests] == [3, 13]
