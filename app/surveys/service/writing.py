"""Who is written to: once when a round opens, and once more if they have not answered."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.identity.models import User
from app.notify import service as notify
from app.outbox import service as outbox
from app.outbox.models import OutboxEvent
from app.surveys import rules
from app.surveys.events import SurveyLetterDue, SurveyLettersDue
from app.surveys.models import SurveyInvitation, SurveyRound
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


SLICE = 100
"""People settled in one transaction."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be written to somebody."""

    user: User
    round: SurveyRound
    why: str


def due_people(session: "Session", event: "SurveyLettersDue") -> list[uuid.UUID]:
    """Return the next ``SLICE`` people who have not answered, by id; one query."""
    query = (
        sa.select(SurveyInvitation.user_id)
        .where(
            SurveyInvitation.round_id == event.round_id, SurveyInvitation.has_answered.is_(False)
        )
        .order_by(SurveyInvitation.user_id)
        .limit(SLICE)
    )
    if event.after is not None:
        query = query.where(SurveyInvitation.user_id > event.after)
    return list(session.scalars(query))


def forget_letters(session: "Session", round_id: uuid.UUID) -> None:
    """Delete every note of letters about a round that were due or sent: who had not answered."""
    notify.forget_keys(session, f"surveys:{round_id}:")
    rows = session.execute(
        sa.select(OutboxEvent.seq, OutboxEvent.payload).where(
            OutboxEvent.type.in_((SurveyLettersDue.__name__, SurveyLetterDue.__name__))
        )
    )
    seqs = [seq for seq, payload in rows if payload["round_id"] == str(round_id)]
    outbox.forget(session, seqs)


def letter_for(session: "Session", event: "SurveyLetterDue", *, now: "datetime") -> Letter | None:
    """Return what is to be written now; None for who has answered, has left or has no address."""
    today = day_of(now)
    home = staff.homes(today)
    found = session.execute(
        sa.select(User, SurveyRound)
        .join(SurveyInvitation, SurveyInvitation.user_id == User.id)
        .join(SurveyRound, SurveyRound.id == SurveyInvitation.round_id)
        .join(home, home.c.user_id == User.id)
        .where(
            SurveyInvitation.round_id == event.round_id,
            SurveyInvitation.user_id == event.person_id,
            SurveyInvitation.has_answered.is_(False),
            User.email.is_not(None),
        )
    ).one_or_none()
    if found is None:
        return None
    user, row = found
    if not rules.takes_answers(row.opened_on, row.closed_on, row.closes_on, today=today):
        return None
    return Letter(user, row, event.why)
