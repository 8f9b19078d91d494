"""Who endorses whom, what the registry makes of it, and how it is taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.config import Settings
from app.endorsements import handlers, queries, service
from app.endorsements.errors import Refused
from app.endorsements.events import PartnerAsked
from app.endorsements.models import Contest, Endorsement, EndorsementInvitation
from app.endorsements.rules import Capacity, Outcome
from app.identity.models import Role
from app.personnel.events import RetentionOver
from app.talent import doubts
from app.talent.models import SkillStanding
from app.talent.queries import person_sheet
from app.talent.rules import Source, State
from tests.factories.endorsements import (
    H3,
    NOW,
    PROJECT,
    REASON,
    T5,
    TODAY,
    UNTIL,
    WORDS,
    Hall,
    news_of,
)
from tests.factories.identity import a_post


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def standing(session: Session, hall: Hall, item: str = T5) -> SkillStanding | None:
    session.expire_all()
    return session.get(SkillStanding, (hall.clerk.id, item))


def refusal(job: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        job()
    return refused.value.fault


def acts(session: Session) -> list[str]:
    found = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence))
    return [one for one in found if one.startswith("endorsements.")]


def test_a_button_that_is_pressed_twice_endorses_once(session: Session, hall: Hall) -> None:
    row = hall.endorsed()
    assert hall.endorsed().id == row.id
    assert hall.endorsed(replace(WORDS, reason="別の日に、別の窓口でも見ました。")).id != row.id
    assert acts(session) == ["endorsements.given"] * 2


def test_a_chief_endorses_and_the_registry_tells_it_at_once(session: Session, hall: Hall) -> None:
    row = hall.endorsed()
    assert (row.capacity, row.given_as) == (Capacity.CHIEF, "総務局 税務課 課長")
    assert row.expires_on == date(2029, 11, 22)
    found = standing(session, hall)
    assert found is not None
    assert (found.level, found.source, found.state) == (2, Source.ENDORSEMENT, State.ACTIVE)
    (certificate,) = person_sheet(session, hall.clerk.id, today=TODAY).certificates
    assert (certificate.title, certificate.issuer) == (WORDS.work, "総務局 税務課 課長")
    behind = queries.told_of(session, row.id)
    assert behind is not None
    assert (behind.reason, behind.said_by) == (REASON, hall.chief.name)
    assert acts(session) == ["endorsements.given"]


def test_nobody_endorses_themselves_or_people_of_elsewhere(session: Session, hall: Hall) -> None:
    def by(user_id: object, person_id: object) -> str:
        return refusal(
            lambda: service.endorse(session, person_id, WORDS, by=user_id, now=NOW)  # type: ignore[arg-type]
        )

    assert by(hall.chief.id, hall.chief.id) == "own"
    assert by(hall.chief.id, hall.other.id) == "not_theirs"
    assert by(hall.other.id, hall.clerk.id) == "not_theirs"
    assert by(hall.officer.id, hall.clerk.id) == "not_theirs"
    assert by(hall.partner.id, hall.clerk.id) == "not_theirs"
    assert by(hall.chief.id, hall.partner.id) == "not_staff"
    assert session.scalar(sa.select(sa.func.count()).select_from(Endorsement)) == 0


def test_whoever_heads_what_is_above_is_a_chief_as_well(session: Session, hall: Hall) -> None:
    director = hall.other
    a_post(session, director, hall.bureau, Role.MANAGER, title="局長")
    session.flush()
    row = hall.endorsed(by=director)
    assert row.given_as == "総務局 局長"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (replace(WORDS, item_ref="nowhere@1/X"), "item"),
        (replace(WORDS, level=9), "level"),
        (replace(WORDS, expires_on=date(2026, 11, 21)), "expired"),
        (replace(WORDS, expires_on=date(2040, 1, 1)), "expired"),
    ],
)
def test_what_makes_no_sense_is_refused(hall: Hall, words: service.Words, fault: str) -> None:
    assert refusal(lambda: hall.endorsed(words)) == fault


def test_a_partner_endorses_whom_they_were_asked_about_while_it_lasts(
    session: Session, hall: Hall
) -> None:
    hall.invited()
    row = hall.endorsed(by=hall.partner)
    assert (row.capacity, row.given_as) == (Capacity.PARTNER, "犀川大学 准教授")
    assert row.work == PROJECT
    later = NOW + timedelta(days=40)
    assert refusal(lambda: hall.endorsed(by=hall.partner, now=later)) == "not_theirs"
    found = standing(session, hall)
    assert found is not None
    assert found.state is State.ACTIVE


def test_an_invitation_that_is_ended_lets_nobody_in_and_leaves_what_was_said(
    session: Session, hall: Hall
) -> None:
    asked = hall.invited()
    hall.endorsed(by=hall.partner)
    service.end_invitation(session, asked, by=hall.officer.id, now=NOW)
    assert refusal(lambda: hall.endorsed(by=hall.partner)) == "not_theirs"
    assert standing(session, hall) is not None


def test_only_partners_of_other_organizations_are_asked_and_only_by_who_answers(
    session: Session, hall: Hall
) -> None:
    def ask(by: object, partner: object, ends_on: date = UNTIL) -> str:
        return refusal(
            lambda: service.invite(
                session,
                hall.clerk.id,
                partner,  # type: ignore[arg-type]
                project=PROJECT,
                ends_on=ends_on,
                by=by,  # type: ignore[arg-type]
                now=NOW,
            )
        )

    assert ask(hall.officer.id, hall.other.id) == "partner"
    assert ask(hall.other.id, hall.partner.id) == "not_theirs"
    assert ask(hall.clerk.id, hall.partner.id) == "own"
    assert ask(hall.officer.id, hall.partner.id, date(2028, 1, 1)) == "until"
    assert session.scalar(sa.select(sa.func.count()).select_from(EndorsementInvitation)) == 0


def test_the_partner_is_written_to_once(
    session: Session, hall: Hall, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    asked = hall.invited()
    event = PartnerAsked(asked.id, NOW)
    handlers.on_partner_asked(session, event)
    handlers.on_partner_asked(session, event)
    (letter,) = (settings.instance_dir / "mail").glob("*.eml")
    text = message_from_bytes(letter.read_bytes(), policy=policy.SMTP).get_content()
    assert PROJECT in text
    assert hall.clerk.name in text
    assert "/endorsements" in text


def test_what_is_withdrawn_says_why_and_settles_what_was_contested(
    session: Session, hall: Hall
) -> None:
    row = hall.endorsed()
    attested = hall.attestation(row)
    service.contest(session, attested.id, "その仕事は、していません。", by=hall.clerk.id, now=NOW)
    assert (
        refusal(lambda: service.withdraw(session, row, reason="x", by=hall.officer.id, now=NOW))
        == "not_theirs"
    )
    why = "ほかの人の仕事でした。"
    service.withdraw(session, row, reason=why, by=hall.chief.id, now=NOW)
    found = standing(session, hall)
    assert found is not None
    assert (found.state, found.reason, found.contested_since) == (State.REVOKED, why, None)
    contest = session.scalars(sa.select(Contest)).one()
    assert (contest.outcome, contest.answer) == (Outcome.WITHDRAWN, why)
    assert (
        refusal(lambda: service.withdraw(session, row, reason=why, by=hall.chief.id, now=NOW))
        == "again"
    )


def test_it_expires_and_says_so(session: Session, hall: Hall) -> None:
    row = hall.endorsed(replace(WORDS, expires_on=date(2026, 12, 31)))
    sheet = person_sheet(session, hall.clerk.id, today=date(2027, 1, 1))
    assert [one.state for one in sheet.certificates] == [State.EXPIRED]
    (shown,) = queries.given(session, hall.chief.id, today=date(2027, 1, 1)).rows
    assert not shown.is_standing
    assert row.withdrawn_on is None


def test_the_person_is_told_of_what_is_new_until_it_was_on_their_page(
    session: Session, hall: Hall
) -> None:
    row = hall.endorsed()
    assert news_of(session, hall.clerk.id).endorsed == 1
    service.note_read(session, queries.own(session, hall.clerk.id, today=TODAY).unseen, now=NOW)
    assert not news_of(session, hall.clerk.id).is_some
    service.accept(session, row, now=NOW)
    assert row.accepted_on == TODAY
    service.withdraw(session, row, reason="まちがいでした。", by=hall.chief.id, now=NOW)
    assert news_of(session, hall.clerk.id).endorsed == 1


def test_nothing_is_kept_of_who_left_long_ago_but_what_they_said(
    session: Session, hall: Hall
) -> None:
    hall.invited()
    row = hall.endorsed()
    service.contest(
        session, hall.attestation(row).id, "ちがいます。" * 3, by=hall.clerk.id, now=NOW
    )
    hall.claimed()
    handlers.on_retention_over(session, RetentionOver(hall.chief.id, NOW))
    assert session.get(Endorsement, row.id) is not None
    handlers.on_retention_over(session, RetentionOver(hall.clerk.id, NOW))
    own = queries.own(session, hall.clerk.id, today=TODAY)
    assert (own.endorsements, own.contests, own.priors) == ([], [], [])
    assert session.scalar(sa.select(sa.func.count()).select_from(EndorsementInvitation)) == 0


def test_two_items_of_one_person_stand_side_by_side(session: Session, hall: Hall) -> None:
    hall.endorsed()
    hall.endorsed(replace(WORDS, item_ref=H3, level=1))
    rows = queries.own(session, hall.clerk.id, today=TODAY)
    assert len(rows.endorsements) == 2
    assert len(rows.contestable) == 2
    assert doubts.attestation(session, next(iter(rows.contestable.values()))) is not None
