"""The list of what teams that go on can be given."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.models import SupportOffer
from app.audit import service as audit
from app.clock import day_of
from app.identity.models import Organization

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class NewOffer:
    """What an organization gives, in a few words, and until when; None for no end."""

    organization_id: uuid.UUID
    title: str
    words: str = ""
    until: date | None = None


def add_offer(
    session: "Session", told: NewOffer, *, by: uuid.UUID, now: "datetime"
) -> SupportOffer:
    """Add an offer.

    Raises:
        AdoptionRefused: ``owner`` (no such organization).
    """
    row = SupportOffer(created_on=day_of(now), created_by_id=by)
    _fill(session, row, told)
    session.add(row)
    session.flush()
    _record(session, "adoption.offer_added", row, by=by, now=now)
    return row


def change_offer(
    session: "Session", offer_id: uuid.UUID, told: NewOffer, *, by: uuid.UUID, now: "datetime"
) -> SupportOffer:
    """Say an offer otherwise; who took it keeps it.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``owner`` (no such organization).
    """
    row = _held(session, offer_id)
    _fill(session, row, told)
    session.flush()
    _record(session, "adoption.offer_changed", row, by=by, now=now)
    return row


def end_offer(
    session: "Session", offer_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> SupportOffer:
    """Offer something no more; who took it keeps it. Once more changes nothing.

    Raises:
        NoSuchAdoption: There is none.
    """
    row = _held(session, offer_id)
    if row.ended_on is None:
        row.ended_on = day_of(now)
        session.flush()
        _record(session, "adoption.offer_ended", row, by=by, now=now)
    return row


def _held(session: "Session", offer_id: uuid.UUID) -> SupportOffer:
    row = session.get(SupportOffer, offer_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NoSuchAdoption(offer_id)
    return row


def _fill(session: "Session", row: SupportOffer, told: NewOffer) -> None:
    if session.get(Organization, told.organization_id) is None:
        raise AdoptionRefused("owner")
    row.organization_id, row.title = told.organization_id, told.title
    row.words, row.until = told.words, told.until


def _record(
    session: "Session", action: str, row: SupportOffer, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by, details={"offer": str(row.id)})
