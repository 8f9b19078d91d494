"""Reading agreements."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.agreements import rules
from app.agreements.errors import NoSuchAgreement
from app.agreements.models import Agreement, AgreementParty, AgreementPurpose
from app.identity import queries as identity
from app.identity.models import Organization, OrganizationKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Crossings:
    """What holds on a day between organizations, read once for many questions."""

    agreed: Mapping[AgreementPurpose, tuple[frozenset[uuid.UUID], ...]]
    parents: Mapping[uuid.UUID, uuid.UUID | None]

    def may(self, to: Iterable[uuid.UUID], of: uuid.UUID, purpose: AgreementPurpose) -> bool:
        """Say whether something of ``of``'s people may be told to any organization of ``to``."""
        return rules.may_cross(to, of, self.agreed.get(purpose, ()), self.parents)


def crossings(session: "Session", *, on: date) -> Crossings:
    """Read every organization with the agreements that hold on a day, in one query."""
    signed = sa.and_(AgreementParty.agreement_id == Agreement.id, holds(on))
    rows = session.execute(
        sa.select(Organization.id, Organization.parent_id, Agreement)
        .outerjoin(
            sa.join(AgreementParty, Agreement, signed),
            AgreementParty.organization_id == Organization.id,
        )
        .order_by(Organization.id)
    )
    parents: dict[uuid.UUID, uuid.UUID | None] = {}
    parties: dict[uuid.UUID, set[uuid.UUID]] = {}
    purposes: dict[uuid.UUID, list[str]] = {}
    for organization_id, parent_id, agreement in rows:
        parents[organization_id] = parent_id
        if agreement is not None:
            parties.setdefault(agreement.id, set()).add(organization_id)
            purposes[agreement.id] = agreement.purposes
    return Crossings(
        {
            purpose: tuple(
                frozenset(parties[key]) for key, named in purposes.items() if purpose in named
            )
            for purpose in AgreementPurpose
        },
        parents,
    )


def holds(on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether an agreement holds on a day."""
    return sa.and_(
        Agreement.starts_on <= on,
        Agreement.ends_on >= on,
        sa.or_(Agreement.ended_on.is_(None), Agreement.ended_on > on),
    )


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement in a list, its parties by name in the city's order."""

    agreement: Agreement
    parties: tuple[str, ...]
    state: str
    """``holds``, ``to_come`` or ``over``."""


def agreements(session: "Session", *, on: date) -> list[AgreementRow]:
    """Return every agreement: those that hold first, then those to come, then those over."""
    rows = session.scalars(
        sa.select(Agreement)
        .options(selectinload(Agreement.parties).joinedload(AgreementParty.organization))
        .order_by(Agreement.starts_on.desc(), Agreement.title)
    )
    found = [AgreementRow(row, _names(row), _state(row, on)) for row in rows]
    order = ("holds", "to_come", "over")
    return sorted(found, key=lambda one: order.index(one.state))


def agreement(session: "Session", agreement_id: uuid.UUID, *, held: bool = False) -> Agreement:
    """Return one agreement with its parties; ``held`` keeps others from changing it.

    Raises:
        NoSuchAgreement: There is none.
    """
    row = session.get(Agreement, agreement_id, with_for_update=held, populate_existing=held)
    if row is None:
        raise NoSuchAgreement(agreement_id)
    return row


def possible_parties(
    session: "Session", row: Agreement | None = None
) -> list[tuple[uuid.UUID, str]]:
    """Return the organizations that sign for themselves: all but the city's departments.

    Those that were closed are left out, unless they have signed ``row``.
    """
    signed = set() if row is None else {one.organization_id for one in row.parties}
    return [
        (one.id, one.name)
        for one in identity.organization_tree(session)
        if one.id in signed or (one.kind is not OrganizationKind.DEPARTMENT and one.is_open)
    ]


def _names(row: Agreement) -> tuple[str, ...]:
    ranked = sorted(
        row.parties, key=lambda one: (one.organization.position, one.organization.name)
    )
    return tuple(one.organization.name for one in ranked)


def _state(row: Agreement, on: date) -> str:
    if row.ends_on < on or (row.ended_on is not None and row.ended_on <= on):
        return "over"
    return "to_come" if row.starts_on > on else "holds"
