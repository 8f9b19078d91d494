"""What was learned elsewhere: handed in, assessed, weaker than all else."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.db import transaction
from app.endorsements import queries, service
from app.endorsements.errors import Refused
from app.endorsements.models import PriorLearning, PriorLearningFile
from app.endorsements.rules import Stage
from app.endorsements.service import Assessment, Brought, Fate, Shown
from app.outbox.relay import drain
from app.talent.models import ReceivedCredential, SkillStanding
from app.talent.rules import Source, State
from app.wiring import SUBSCRIBERS
from tests.factories.endorsements import H3, LEARNED, NOW, T5, TODAY, WORDS, Hall, news_of
from tests.factories.exchange import Elsewhere, an_agreement, an_issuer_elsewhere, trusted
from tests.factories.identity import a_citizen

WHY = "修了証で確かめました。"


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: issuers may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def issuer(app: Flask) -> Iterator[Elsewhere]:
    assert app
    with an_issuer_elsewhere() as running:
        yield running


def refusal(job: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        job()
    return refused.value.fault


def assessed(
    hall: Hall,
    row: PriorLearning,
    given: dict[str, int],
    *,
    stage: Stage = Stage.ACCEPTED,
    expires_on: date | None = None,
) -> None:
    answer = Assessment(stage, WHY, given, expires_on)
    service.assess(hall.session, row, answer, by=hall.officer.id, now=NOW)


def level(hall: Hall, item: str = T5) -> tuple[int, Source] | None:
    hall.session.expire_all()
    found = hall.session.get(SkillStanding, (hall.clerk.id, item))
    return (found.level, found.source) if found and found.state is State.ACTIVE else None


def test_nothing_counts_before_hr_has_accepted_it_and_less_may_be_given(
    session: Session, hall: Hall
) -> None:
    row = hall.claimed()
    assert level(hall) is None
    assessed(hall, row, {T5: 1, H3: 0}, expires_on=date(2028, 3, 31))
    assert level(hall) == (1, Source.PRIOR_LEARNING)
    assert level(hall, H3) is None
    assert row.accepted == {T5: 1}
    kept = session.get_one(SkillStanding, (hall.clerk.id, T5))
    assert (kept.attested_on, kept.expires_on) == (TODAY, date(2028, 3, 31))
    behind = queries.told_of(session, row.id)
    assert behind is not None
    assert (behind.reason, behind.said_by) == (WHY, hall.officer.name)


def test_it_is_weaker_than_all_else_of_the_same_level(hall: Hall) -> None:
    assessed(hall, hall.claimed(), {T5: 2})
    assert level(hall) == (2, Source.PRIOR_LEARNING)
    hall.endorsed(WORDS, now=NOW - timedelta(days=30))
    assert level(hall) == (2, Source.ENDORSEMENT)


def test_never_more_than_was_claimed_and_never_nothing(hall: Hall) -> None:
    row = hall.claimed()
    assert refusal(lambda: assessed(hall, row, {T5: 3})) == "higher"
    assert refusal(lambda: assessed(hall, row, {"dss-l@1.2/H2": 1})) == "higher"
    assert refusal(lambda: assessed(hall, row, {T5: 0})) == "nothing"
    early = date(2026, 11, 1)
    assert refusal(lambda: assessed(hall, row, {T5: 1}, expires_on=early)) == "expired"
    assert row.stage is Stage.WAITING


def test_a_question_goes_back_and_forth(session: Session, hall: Hall) -> None:
    row = hall.claimed()
    assessed(hall, row, {}, stage=Stage.ASKED)
    assert (row.stage, row.question) == (Stage.ASKED, WHY)
    assert news_of(session, hall.clerk.id, settles=True).assessed == 1
    assert queries.desk(session, "learning", page=1, today=TODAY).counts.learning == 0
    later = NOW + timedelta(days=2)
    learned = replace(LEARNED, asked={T5: 1})
    service.change(session, row, learned, reply="試験の点は80点です。", now=later)
    assert (row.stage, row.reply, row.asked) == (Stage.WAITING, "試験の点は80点です。", {T5: 1})
    assert queries.desk(session, "learning", page=1, today=TODAY).counts.learning == 1
    assessed(hall, row, {}, stage=Stage.DECLINED)
    assert refusal(lambda: assessed(hall, row, {T5: 1})) == "settled"
    assert refusal(lambda: service.change(session, row, LEARNED, now=NOW)) == "settled"
    assert level(hall) is None


def test_nobody_assesses_their_own_and_only_staff_hand_in(session: Session, hall: Hall) -> None:
    row = service.claim(session, hall.officer.id, LEARNED, now=NOW)
    assert refusal(lambda: assessed(hall, row, {T5: 1})) == "own"
    citizen = a_citizen(session)
    assert refusal(lambda: service.claim(session, citizen.id, LEARNED, now=NOW)) == "not_staff"


@pytest.mark.parametrize(
    ("learned", "fault"),
    [
        (replace(LEARNED, asked={}), "nothing"),
        (replace(LEARNED, asked={"nowhere@1/X": 1, T5: 9}), "nothing"),
        (replace(LEARNED, finished_on=date(2027, 1, 1)), "until"),
    ],
)
def test_what_makes_no_sense_is_refused(hall: Hall, learned: service.Learned, fault: str) -> None:
    assert refusal(lambda: hall.claimed(learned)) == fault


def test_what_is_taken_back_leaves_no_file(session: Session, hall: Hall) -> None:
    shown = Shown("pdf", b"%PDF-1.7")
    row = service.claim(session, hall.clerk.id, LEARNED, shown=shown, now=NOW)
    again = Shown("png", b"\x89PNG")
    service.change(session, row, LEARNED, shown=again, now=NOW)
    kept = queries.prior_file(session, row.id, of=hall.clerk.id)
    assert kept is not None
    assert (kept.suffix, kept.content) == ("png", b"\x89PNG")
    assert queries.prior_file(session, row.id, of=hall.other.id) is None
    service.take_back(session, row, now=NOW)
    assert session.scalar(sa.select(sa.func.count()).select_from(PriorLearningFile)) == 0


def brought(hall: Hall, document: bytes) -> Brought:
    hall.session.commit()
    with transaction() as session:
        done = service.bring(session, document, person_id=hall.clerk.id, now=clock.now())
    hall.session.expire_all()
    return done


def arrivals(hall: Hall) -> int:
    return hall.session.scalar(sa.select(sa.func.count()).select_from(ReceivedCredential)) or 0


def test_a_credential_of_ones_own_counts_once_its_issuer_is_heard(
    hall: Hall, issuer: Elsewhere
) -> None:
    subject = hall.clerk.id
    trusted(hall.session, issuer, now=clock.now())
    an_agreement(hall.session, issuer, subject, hall.clerk, by=hall.officer)
    token = issuer.token(issuer.credential(subject))
    assert brought(hall, token).fate is Fate.WAITING
    drain(SUBSCRIBERS, now=clock.now)
    again = brought(hall, token)
    assert (again.fate, again.reason) == (Fate.COUNTED, None)
    assert arrivals(hall) == 1


def test_a_credential_of_another_persons_is_not_told(hall: Hall, issuer: Elsewhere) -> None:
    trusted(hall.session, issuer, now=clock.now())
    an_agreement(hall.session, issuer, hall.other.id, hall.other, by=hall.officer)
    token = issuer.token(issuer.credential(hall.other.id))
    brought(hall, token)
    drain(SUBSCRIBERS, now=clock.now)
    done = brought(hall, token)
    assert (done.fate, done.title, done.subject) == (Fate.ANOTHERS, "", "")


def test_whose_it_is_has_still_to_be_agreed(hall: Hall, issuer: Elsewhere) -> None:
    trusted(hall.session, issuer, now=clock.now())
    token = issuer.token(issuer.credential(hall.clerk.id))
    brought(hall, token)
    drain(SUBSCRIBERS, now=clock.now)
    done = brought(hall, token)
    assert (done.fate, done.subject) == (Fate.NUMBER, f"urn:uuid:{hall.clerk.id}")


@pytest.mark.parametrize("form", ["jwt", "json"])
def test_of_an_issuer_that_nobody_knows_it_becomes_evidence_without_a_signature(
    hall: Hall, issuer: Elsewhere, form: str
) -> None:
    made = issuer.credential(hall.clerk.id)
    signed = json.dumps(issuer.signed(made)).encode()
    document = signed if form == "json" else issuer.token(made)
    done = brought(hall, document)
    assert done.fate is Fate.UNSIGNED
    assert arrivals(hall) == 0
    row = hall.session.get_one(PriorLearning, done.prior_id)
    kept = queries.prior_file(hall.session, row.id)
    assert kept is not None
    assert (kept.suffix, kept.content) == (form, document)
    assert row.title == done.title
    assert row.place == issuer.name
    assert row.stage is (Stage.WAITING if row.asked else Stage.ASKED)


def test_what_was_altered_is_refused_and_nothing_is_kept(hall: Hall, issuer: Elsewhere) -> None:
    trusted(hall.session, issuer, now=clock.now())
    head, body, signature = issuer.token(issuer.credential(hall.clerk.id)).split(b".")
    done = brought(hall, b".".join((head, body, signature[:-4] + b"AAAA")))
    assert done.fate is Fate.REFUSED
    assert done.reason
    assert brought(hall, b"what is this").fate is Fate.REFUSED
    assert arrivals(hall) == 0
    assert hall.session.scalar(sa.select(sa.func.count()).select_from(PriorLearning)) == 0
