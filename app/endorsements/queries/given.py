"""What somebody said of others, and what they were asked to say."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.endorsements.models import Contest, Endorsement, EndorsementInvitation
from app.endorsements.queries.rows import EndorsementRow, InvitationRow, name_of
from app.endorsements.rules import Outcome
from app.frameworks import queries as frameworks
from app.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Given:
    """The page of whoever endorses.

    Attributes:
        asked: Whom they are asked to endorse, as a partner; those that last.
        rows: What they said, the newest first.
        asking: Partners whom they asked themselves, those that last first.
        contested: Ids of what they said that is being looked into.
    """

    asked: "Sequence[InvitationRow]"
    rows: "Sequence[EndorsementRow]"
    asking: "Sequence[InvitationRow]"
    contested: "frozenset[uuid.UUID]"


MOST = 200
"""Rows of each list."""


def given(session: "Session", who_id: uuid.UUID, *, today: "date") -> Given:
    """Return what somebody gave and was asked for; three queries."""
    asked = list(invitations(session, _about(who_id), today=today))
    open_ones = (
        sa.select(Contest.ground_id)
        .join(Endorsement, Endorsement.id == Contest.ground_id)
        .where(Endorsement.endorser_id == who_id, Contest.outcome == Outcome.OPEN)
    )
    return Given(
        asked=[one for one in asked if one.row.partner_id == who_id and one.lasts],
        rows=list(endorsements(session, Endorsement.endorser_id == who_id, today=today)),
        asking=[one for one in asked if one.row.asked_by_id == who_id],
        contested=frozenset(one for one in session.scalars(open_ones) if one),
    )


def one_given(
    session: "Session", endorsement_id: uuid.UUID, who_id: uuid.UUID, *, today: "date"
) -> EndorsementRow | None:
    """Return what somebody said and has not taken back; None for anything else."""
    found = endorsements(
        session,
        Endorsement.id == endorsement_id,
        Endorsement.endorser_id == who_id,
        Endorsement.withdrawn_on.is_(None),
        today=today,
    )
    return found[0] if found else None


def endorsements(
    session: "Session",
    *where: sa.ColumnElement[bool],
    today: "date",
    limit: int = MOST,
    offset: int = 0,
) -> "Sequence[EndorsementRow]":
    """Return endorsements with names, the newest first; one query."""
    person, endorser = aliased(User), aliased(User)
    found = session.execute(
        sa.select(Endorsement, person, endorser)
        .join(person, person.id == Endorsement.person_id)
        .join(endorser, endorser.id == Endorsement.endorser_id)
        .where(*where)
        .order_by(Endorsement.given_on.desc(), Endorsement.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        EndorsementRow(
            one, name_of(whose), name_of(giver), frameworks.find_item(one.item_ref), today
        )
        for one, whose, giver in found
    ]


def invitations(
    session: "Session",
    *where: sa.ColumnElement[bool],
    today: "date",
    limit: int = MOST,
    offset: int = 0,
) -> "Sequence[InvitationRow]":
    """Return who was asked, with names, those that last longest first; one query."""
    person, partner = aliased(User), aliased(User)
    one = EndorsementInvitation
    found = session.execute(
        sa.select(one, person, partner)
        .join(person, person.id == one.person_id)
        .join(partner, partner.id == one.partner_id)
        .where(*where)
        .order_by(one.ended_on.is_not(None), one.ends_on.desc(), one.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        InvitationRow(row, name_of(whose), name_of(asked), today) for row, whose, asked in found
    ]


def _about(who_id: uuid.UUID) -> sa.ColumnElement[bool]:
    one = EndorsementInvitation
    return sa.or_(one.partner_id == who_id, one.asked_by_id == who_id)
