"""What came from elsewhere: where each stands, and which ids wait for a word of HR."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.exchange.models import TrustedIssuer
from app.exchange.queries import trust
from app.identity.models import User
from app.talent.models import (
    Agreed,
    ReceiptState,
    ReceivedCredential,
    SubjectAgreement,
    Way,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE = 50
LOOKED_AT_FIRST = (
    *(ReceiptState.UNMATCHED, ReceiptState.QUARANTINED, ReceiptState.WAITING),
    *(ReceiptState.REVOKED, ReceiptState.ACCEPTED, ReceiptState.REPLACED),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One arrival; ``received_on`` is a day in Japan, never an hour."""

    id: uuid.UUID
    title: str
    issuer: str
    subject: str | None
    person_id: uuid.UUID | None
    person: str
    state: ReceiptState
    reason: str | None
    received_on: date
    sha256: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody says, or said, is their id; days in Japan."""

    id: uuid.UUID
    issuer: str
    subject: str
    person_id: uuid.UUID
    person: str
    how: Agreed
    agreed_on: date
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The page of HR.

    Attributes:
        rows: What wants a look first.
        counts: How many there are of each state.
        claims: Ids that people say are theirs, and that nobody has confirmed.
        lists_read_on: When the longest unread status list was read; None for none.
    """

    rows: tuple[Row, ...]
    counts: dict[ReceiptState, int]
    claims: tuple[Agreement, ...]
    lists: int
    lists_read_on: date | None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def arrivals(session: "Session", *, offset: int = 0) -> Arrivals:
    """Return what came from elsewhere, fifty at a time."""
    lists = trust.held_lists(session)
    read = [day_of(one.checked_at) for one in lists if one.checked_at is not None]
    return Arrivals(
        rows=_rows(session, offset=offset),
        counts=_counts(session),
        claims=_agreements(session, SubjectAgreement.confirmed_at.is_(None)),
        lists=len(lists),
        lists_read_on=min(read, default=None),
    )


def own_agreements(session: "Session", person_id: uuid.UUID) -> tuple[Agreement, ...]:
    """Return the ids that a person says are theirs, confirmed or not."""
    return _agreements(session, SubjectAgreement.person_id == person_id)


def waiting_for_person() -> sa.ColumnElement[int]:
    """Return how many arrivals and words about ids HR has to look at, as part of a query."""
    unmatched = sa.select(sa.func.count()).where(
        ReceivedCredential.state == ReceiptState.UNMATCHED
    )
    claims = sa.select(sa.func.count()).where(
        SubjectAgreement.confirmed_at.is_(None), SubjectAgreement.ended_at.is_(None)
    )
    return unmatched.scalar_subquery() + claims.scalar_subquery()


def _rows(session: "Session", *, offset: int) -> tuple[Row, ...]:
    rank = sa.case(
        {state: place for place, state in enumerate(LOOKED_AT_FIRST)},
        value=ReceivedCredential.state,
    )
    names = _names(session)
    found = session.execute(
        sa.select(ReceivedCredential, User)
        .outerjoin(User, User.id == ReceivedCredential.person_id)
        .where(ReceivedCredential.way != Way.EMBEDDED)
        .order_by(rank, ReceivedCredential.received_at.desc(), ReceivedCredential.id)
        .limit(PAGE)
        .offset(offset)
    )
    return tuple(_row(one, user, names) for one, user in found)


def _row(one: ReceivedCredential, user: User | None, names: dict[str, str]) -> Row:
    return Row(
        id=one.id,
        title=one.title,
        issuer=names.get(one.issuer_did or "", one.issuer_name or one.issuer_did or ""),
        subject=one.subject,
        person_id=one.person_id,
        person=user.name if user else "",
        state=one.state,
        reason=one.reason,
        received_on=day_of(one.received_at),
        sha256=one.sha256,
        verifier=one.verifier,
    )


def _counts(session: "Session") -> dict[ReceiptState, int]:
    found = session.execute(
        sa.select(ReceivedCredential.state, sa.func.count())
        .where(ReceivedCredential.way != Way.EMBEDDED)
        .group_by(ReceivedCredential.state)
    )
    return {state: count for state, count in found}  # noqa: C416  typed rows


def _agreements(session: "Session", *where: sa.ColumnElement[bool]) -> tuple[Agreement, ...]:
    names = _names(session)
    found = session.execute(
        sa.select(SubjectAgreement, User)
        .join(User, User.id == SubjectAgreement.person_id)
        .where(SubjectAgreement.ended_at.is_(None), *where)
        .order_by(SubjectAgreement.agreed_at, SubjectAgreement.id)
    )
    return tuple(
        Agreement(
            id=one.id,
            issuer=names.get(one.issuer, one.issuer),
            subject=one.subject,
            person_id=one.person_id,
            person=user.name,
            how=one.how,
            agreed_on=day_of(one.agreed_at),
            confirmed_on=day_of(one.confirmed_at) if one.confirmed_at else None,
        )
        for one, user in found
    )


def _names(session: "Session") -> dict[str, str]:
    """Return what people here call issuers, those trusted once included."""
    order = sa.select(TrustedIssuer.did, TrustedIssuer.name).order_by(TrustedIssuer.added_at)
    return {did: name for did, name in session.execute(order)}  # noqa: C416  typed rows
