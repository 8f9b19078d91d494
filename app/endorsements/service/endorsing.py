"""Endorse somebody, ask a partner to, take an endorsement back, and note that it was read."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.endorsements import policy, queries, rules
from app.endorsements.errors import Refused
from app.endorsements.events import PartnerAsked
from app.endorsements.models import Contest, Endorsement, EndorsementInvitation
from app.endorsements.rules import Outcome
from app.frameworks import queries as frameworks
from app.identity import queries as identity
from app.outbox import service as outbox
from app.talent import doubts, grounds
from app.talent.errors import NotStaffError
from app.talent.grounds import Ground
from app.talent.rules import Source

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says of a person's skill.

    Attributes:
        item_ref: ``dss-l@1.2/T5``.
        level: Of the item's own scale.
        reason: What was seen and when, in one to three sentences.
        work: In which work; a partner's is the project they were asked about.
        thing: What came of it, or empty.
        link: Where that is, or empty.
        expires_on: The last good day; three years after today where None.
    """

    item_ref: str
    level: int
    reason: str
    work: str = ""
    thing: str = ""
    link: str = ""
    expires_on: date | None = None


def endorse(
    session: "Session", person_id: uuid.UUID, words: Words, *, by: uuid.UUID, now: datetime
) -> Endorsement:
    """Endorse somebody: their chief, or a partner who was asked to.

    The very same again on the same day, as of a button that was pressed twice, changes nothing.

    Args:
        session: The caller's transaction.
        person_id: A member of staff.
        words: What is said.
        by: Who says it.
        now: When.

    Raises:
        Refused: ``own``, ``not_theirs``, ``not_staff``, ``item``, ``level`` or ``expired``.
    """
    today = day_of(now)
    standing = queries.standing_of(
        session, identity.person(session, by, on=today), person_id, today=today
    )
    item = frameworks.find_item(words.item_ref)
    if item is None:
        raise Refused("item")
    if item.level(words.level) is None:
        raise Refused("level")
    expires_on = words.expires_on or rules.last_good_day(today)
    if not rules.may_last(today, expires_on):
        raise Refused("expired")
    there = _same(session, person_id, words, by=by, today=today)
    if there is not None:
        return there
    row = Endorsement(
        id=uuid.uuid4(),
        person_id=person_id,
        endorser_id=by,
        capacity=standing.capacity,
        given_as=standing.given_as,
        item_ref=words.item_ref,
        level=words.level,
        work=standing.project or words.work,
        reason=words.reason,
        thing=words.thing,
        link=words.link,
        given_on=today,
        expires_on=expires_on,
    )
    session.add(row)
    session.flush()
    ground = Ground(row.id, Source.ENDORSEMENT, row.work, row.given_as, today, expires_on)
    try:
        grounds.attest(session, person_id, ground, [(row.item_ref, row.level)], now=now)
    except NotStaffError:
        raise Refused("not_staff") from None
    _record(session, "endorsements.given", row.id, person_id, by=by, now=now)
    return row


def withdraw(
    session: "Session", row: Endorsement, *, reason: str, by: uuid.UUID, now: datetime
) -> None:
    """Take back what one said; an open contest about it is settled by that.

    Raises:
        Refused: ``not_theirs``, or ``again`` where it is taken back already.
    """
    if row.endorser_id != by:
        raise Refused("not_theirs")
    if row.withdrawn_on is not None:
        raise Refused("again")
    today = day_of(now)
    row.withdrawn_on, row.withdrawn_reason, row.seen_on = today, reason, None
    for attested in doubts.of_ground(session, row.id):
        attested.contested_since = None
    grounds.withdraw(session, [row.id], reason=reason, now=now)
    contested = sa.select(Contest).where(
        Contest.ground_id == row.id, Contest.outcome == Outcome.OPEN
    )
    for one in session.scalars(contested):
        one.outcome, one.answer = Outcome.WITHDRAWN, reason
        one.settled_on, one.settled_by_id = today, by
    session.flush()
    _record(session, "endorsements.withdrawn", row.id, row.person_id, by=by, now=now)


def accept(session: "Session", row: Endorsement, *, now: datetime) -> None:
    """Note that the person has read it and leaves it as it is."""
    row.accepted_on = row.accepted_on or day_of(now)
    session.flush()


def invite(
    session: "Session",
    person_id: uuid.UUID,
    partner_id: uuid.UUID,
    *,
    project: str,
    ends_on: date,
    by: uuid.UUID,
    now: datetime,
) -> EndorsementInvitation:
    """Ask a partner of another organization to endorse one person for one project.

    Raises:
        Refused: ``own``, ``not_theirs`` (``by`` neither heads the person nor answers for the
            registry), ``partner``, ``until``.
    """
    today = day_of(now)
    if person_id in {by, partner_id}:
        raise Refused("own")
    asking = identity.person(session, by, on=today)
    if not queries.answers_for(session, asking, person_id, today=today):
        raise Refused("not_theirs")
    if policy.partner_post(identity.person(session, partner_id, on=today)) is None:
        raise Refused("partner")
    if not rules.may_invite(today, ends_on):
        raise Refused("until")
    row = EndorsementInvitation(
        person_id=person_id,
        partner_id=partner_id,
        project=project,
        asked_by_id=by,
        asked_on=today,
        ends_on=ends_on,
    )
    session.add(row)
    session.flush()
    _record(session, "endorsements.partner_asked", row.id, person_id, by=by, now=now)
    outbox.publish(session, PartnerAsked(row.id, now))
    return row


def end_invitation(
    session: "Session", row: EndorsementInvitation, *, by: uuid.UUID, now: datetime
) -> None:
    """Let a partner endorse the person no more; what they said stands."""
    if row.ended_on is None:
        row.ended_on = day_of(now)
        session.flush()
        _record(session, "endorsements.invitation_ended", row.id, row.person_id, by=by, now=now)


def _same(
    session: "Session", person_id: uuid.UUID, words: Words, *, by: uuid.UUID, today: date
) -> Endorsement | None:
    """Return what somebody said in the same words today, if it stands."""
    return session.scalar(
        sa.select(Endorsement)
        .where(
            Endorsement.person_id == person_id,
            Endorsement.endorser_id == by,
            Endorsement.given_on == today,
            Endorsement.withdrawn_on.is_(None),
            Endorsement.item_ref == words.item_ref,
            Endorsement.level == words.level,
            Endorsement.reason == words.reason,
        )
        .limit(1)
    )


def _record(
    session: "Session",
    action: str,
    row_id: uuid.UUID,
    person_id: uuid.UUID,
    *,
    by: uuid.UUID,
    now: datetime,
) -> None:
    details = {"row": str(row_id)}
    audit.record(session, action, now=now, by=by, subject=person_id, details=details)
