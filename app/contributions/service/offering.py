"""Say what one can give, and take it back."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.challenges import policy as challenges
from app.clock import day_of
from app.contributions import policy, rules
from app.contributions.errors import ContributionRefused, NoSuchNeed, NoSuchOffer
from app.contributions.models import Need, Offer
from app.contributions.queries import own_offer_to
from app.contributions.queries.offers import settlers_of
from app.contributions.rules import Step
from app.following import service as following
from app.identity import service as identity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST_BY_PERSON = 10
"""Offers in 15 minutes."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody can give; ``organization_id`` and ``pupils``: where a school does."""

    words: str
    hours: int | None = None
    organization_id: uuid.UUID | None = None
    pupils: int | None = None


def offer(
    session: "Session", person: "Person", need_id: uuid.UUID, given: Given, *, now: "datetime"
) -> Offer:
    """Offer something to a need; whoever asked is told.

    Raises:
        NoSuchNeed: There is none, or nobody reads its challenge.
        ContributionRefused: ``minor``, ``school``, ``pupils``, ``over``, ``twice``.
        TooManyAttempts: They offered too much within 15 minutes.
    """
    if not policy.may_offer(person):
        raise ContributionRefused("minor")
    _refuse_school(person, given)
    row = session.get(Need, need_id, with_for_update=True, populate_existing=True)
    if row is None or (row.challenge is not None and not row.challenge.is_public):
        raise NoSuchNeed(need_id)
    if not row.asks(day_of(now)):
        raise ContributionRefused("over")
    if own_offer_to(session, person.id, need_id) is not None:
        raise ContributionRefused("twice")
    what = f"offer:{person.id}"
    identity.take_turn(session, what, address=None, limit=MOST_BY_PERSON, now=now)
    made = Offer(
        need_id=row.id,
        person_id=person.id,
        organization_id=given.organization_id,
        pupils=given.pupils,
        words=given.words,
        hours=given.hours,
        offered_at=now,
    )
    session.add(made)
    session.flush()
    _tell(session, made, row, "need.offered", now=now)
    return made


def withdraw(session: "Session", offer_id: uuid.UUID, *, by: uuid.UUID, now: "datetime") -> Offer:
    """Take an offer back, also one that was accepted; whoever asked is told.

    Raises:
        NoSuchOffer: There is none, or it is another person's.
        ContributionRefused: ``settled`` (it is done, or was answered with no).
    """
    row = session.get(Offer, offer_id, with_for_update=True, populate_existing=True)
    if row is None or row.person_id != by:
        raise NoSuchOffer(offer_id)
    then = rules.after(row.state, Step.WITHDRAW)
    if then is None:
        raise ContributionRefused("settled")
    row.state = then
    session.flush()
    _tell(session, row, row.need, "need.offer_withdrawn", now=now)
    return row


def _refuse_school(person: "Person", given: Given) -> None:
    if given.organization_id is None:
        if given.pupils is not None:
            raise ContributionRefused("school")
        return
    if given.organization_id not in {
        post.organization_id for post in challenges.speaks_for(person)
    }:
        raise ContributionRefused("school")
    if not given.pupils or given.pupils > rules.MOST_PUPILS:
        raise ContributionRefused("pupils")


def _tell(session: "Session", row: Offer, need: Need, kind: str, *, now: "datetime") -> None:
    told = following.Told(kind, f"{kind}:{row.id}", f"/offers/{row.id}", {"need": need.title})
    people = settlers_of(session, need, on=day_of(now)) - {row.person_id}
    following.tell(session, people, told, now=now)
