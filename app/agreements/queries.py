"""Reading agreements."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.agreements import rules
from app.agreements.models import Agreement, AgreementParty, AgreementPurpose
from app.identity.models import Organization

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
    """Read every agreement that holds on a day, in two queries."""
    rows = session.execute(
        sa.select(Agreement, AgreementParty.organization_id)
        .join(AgreementParty, AgreementParty.agreement_id == Agreement.id)
        .where(holds(on))
    )
    parties: dict[uuid.UUID, set[uuid.UUID]] = {}
    purposes: dict[uuid.UUID, list[str]] = {}
    for agreement, organization_id in rows:
        parties.setdefault(agreement.id, set()).add(organization_id)
        purposes[agreement.id] = agreement.purposes
    return Crossings(
        {
            purpose: tuple(
                frozenset(parties[key]) for key, named in purposes.items() if purpose in named
            )
            for purpose in AgreementPurpose
        },
        {
            row.id: row.parent_id
            for row in session.execute(sa.select(Organization.id, Organization.parent_id))
        },
    )


def holds(on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether an agreement holds on a day."""
    return sa.and_(
        Agreement.starts_on <= on,
        Agreement.ends_on >= on,
        sa.or_(Agreement.ended_on.is_(None), Agreement.ended_on >= on),
    )
