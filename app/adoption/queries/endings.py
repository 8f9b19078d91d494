"""Teams that go on by themselves, and what they can be given."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.adoption.errors import NoSuchAdoption
from app.adoption.models import Continuation, ContinuationLook, OfferTaken, SupportOffer
from app.identity.models import Organization

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer that a team has taken, and whose it is."""

    offer_id: uuid.UUID
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A team that goes on: the row, its looks in their order, and the offers it took."""

    row: Continuation
    looks: tuple[ContinuationLook, ...]
    offers: tuple[Taken, ...]

    @property
    def is_over(self) -> bool:
        """Whether it was told since that it ended."""
        return any(one.goes_on is False for one in self.looks)


def going_on(session: "Session", project_id: uuid.UUID) -> GoingOn | None:
    """Return how a project's team goes on, in two queries; None where it does not, in one."""
    rows = session.execute(
        sa.select(Continuation, ContinuationLook)
        .outerjoin(ContinuationLook, ContinuationLook.continuation_id == Continuation.id)
        .where(Continuation.project_id == project_id)
        .order_by(ContinuationLook.months)
    ).all()
    if not rows:
        return None
    row: Continuation = rows[0][0]
    taken = session.execute(
        sa.select(SupportOffer.id, SupportOffer.title, Organization.name)
        .join(OfferTaken, OfferTaken.offer_id == SupportOffer.id)
        .join(Organization, Organization.id == SupportOffer.organization_id)
        .where(OfferTaken.continuation_id == row.id)
        .order_by(SupportOffer.title)
    )
    looks = tuple(look for _row, look in rows if look is not None)
    return GoingOn(row, looks, tuple(Taken(*one) for one in taken))


def offers_open(session: "Session", *, on: "date") -> "Sequence[SupportOffer]":
    """Return what a team can be given on a day, by organization; one query."""
    return session.scalars(
        _offers().where(
            SupportOffer.ended_on.is_(None),
            sa.or_(SupportOffer.until.is_(None), SupportOffer.until >= on),
        )
    ).all()


def all_offers(session: "Session") -> "list[tuple[SupportOffer, int]]":
    """Return every offer with how many teams took it; those that ended last. One query."""
    count = (
        sa.select(sa.func.count())
        .where(OfferTaken.offer_id == SupportOffer.id)
        .correlate(SupportOffer)
        .scalar_subquery()
    )
    rows = session.execute(
        _offers()
        .add_columns(count)
        .order_by(None)
        .order_by(SupportOffer.ended_on.is_not(None), SupportOffer.created_on, SupportOffer.title)
    )
    return [(row, number) for row, number in rows]


def offer(session: "Session", offer_id: uuid.UUID) -> SupportOffer:
    """Return an offer.

    Raises:
        NoSuchAdoption: There is none.
    """
    row = session.get(SupportOffer, offer_id)
    if row is None:
        raise NoSuchAdoption(offer_id)
    return row


def own_look(session: "Session", project_id: uuid.UUID, look_id: uuid.UUID) -> ContinuationLook:
    """Return a look of a project's team; one query.

    Raises:
        NoSuchAdoption: There is none of that id in the project.
    """
    row = session.scalars(
        sa.select(ContinuationLook)
        .join(Continuation, Continuation.id == ContinuationLook.continuation_id)
        .where(ContinuationLook.id == look_id, Continuation.project_id == project_id)
        .options(joinedload(ContinuationLook.continuation))
    ).one_or_none()
    if row is None:
        raise NoSuchAdoption(look_id)
    return row


def _offers() -> "sa.Select[SupportOffer]":
    return (
        sa.select(SupportOffer)
        .join(Organization, Organization.id == SupportOffer.organization_id)
        .options(joinedload(SupportOffer.organization))
        .order_by(Organization.position, Organization.name, SupportOffer.title)
    )
