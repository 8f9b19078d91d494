"""Enter, change and end agreements; callers commit."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.agreements.errors import AgreementRefused
from app.agreements.models import Agreement, AgreementParty, AgreementPurpose
from app.audit import service as audit
from app.clock import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

FEWEST = 2
"""Parties."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says."""

    title: str
    parties: Collection[uuid.UUID]
    purposes: Collection[AgreementPurpose]
    starts_on: date
    ends_on: date
    words: str = ""


def enter(session: "Session", terms: Terms, *, by: uuid.UUID, now: "datetime") -> Agreement:
    """Keep an agreement that was signed.

    Raises:
        AgreementRefused: ``parties`` or ``days``.
    """
    row = Agreement(created_at=now, created_by_id=by)
    _fill(row, terms)
    session.add(row)
    session.flush()
    _record(session, "agreements.entered", row, by=by, now=now)
    return row


def change(
    session: "Session", row: Agreement, terms: Terms, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Keep it otherwise, from now on; what was told under it stays told.

    Raises:
        AgreementRefused: ``parties``, ``days`` or ``ended``.
    """
    if row.ended_on is not None:
        raise AgreementRefused("ended")
    _fill(row, terms)
    session.flush()
    _record(session, "agreements.changed", row, by=by, now=now)


def end(session: "Session", row: Agreement, *, by: uuid.UUID, now: "datetime") -> None:
    """Let it hold until yesterday: from this moment on nothing crosses under it.

    Raises:
        AgreementRefused: ``ended`` (already, or by its last day).
    """
    today = day_of(now)
    if row.ended_on is not None or row.ends_on < today:
        raise AgreementRefused("ended")
    row.ended_on = today
    session.flush()
    _record(session, "agreements.ended", row, by=by, now=now)


def _fill(row: Agreement, terms: Terms) -> None:
    if len(set(terms.parties)) < FEWEST:
        raise AgreementRefused("parties")
    if terms.ends_on < terms.starts_on:
        raise AgreementRefused("days")
    row.title, row.terms = terms.title, terms.words
    row.purposes = [one.value for one in AgreementPurpose if one in terms.purposes]
    row.starts_on, row.ends_on = terms.starts_on, terms.ends_on
    kept = {one.organization_id: one for one in row.parties}
    row.parties = [
        kept.get(place) or AgreementParty(organization_id=place)
        for place in sorted(set(terms.parties))
    ]


def _record(
    session: "Session", action: str, row: Agreement, *, by: uuid.UUID, now: "datetime"
) -> None:
    audit.record(session, action, now=now, by=by, details={"agreement": str(row.id)})
