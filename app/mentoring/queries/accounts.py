"""Who is vouched for on a day, and how many minutes are left."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from app.agreements.rules import line_of
from app.identity.models import Organization
from app.mentoring import rules
from app.mentoring.models import Ticket
from app.vettings.models import MentorVetting
from app.vettings.queries import holds

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Account:
    """A vetting that holds, with the minutes of the present term that count on it."""

    vetting: MentorVetting
    counted: int

    @property
    def left(self) -> int:
        """The minutes that are left in this term."""
        return rules.left(self.vetting.minutes, self.counted)


def accounts(
    session: "Session", user_ids: Collection[uuid.UUID], *, on: date
) -> dict[uuid.UUID, list[Account]]:
    """Return what vouches for each of some people today, in one query."""
    found: dict[uuid.UUID, list[Account]] = {}
    for account in read_accounts(session, MentorVetting.user_id.in_(user_ids), holds(on), on=on):
        found.setdefault(account.vetting.user_id, []).append(account)
    return found


def read_accounts(session: "Session", *where: sa.ColumnElement[bool], on: date) -> list[Account]:
    """Return the vettings of a clause with what counts in the term of a day."""
    rows = session.execute(
        sa.select(MentorVetting, _counted(on))
        .join(Organization, Organization.id == MentorVetting.organization_id)
        .options(contains_eager(MentorVetting.organization))
        .where(*where)
        .order_by(MentorVetting.starts_on.desc(), MentorVetting.id)
    )
    return [Account(row, counted) for row, counted in rows]


def account_for(
    found: Sequence[Account],
    organization_id: uuid.UUID,
    above: Mapping[uuid.UUID, uuid.UUID | None],
) -> Account | None:
    """Return what vouches for somebody who acts for an organization: it, or the nearest above."""
    by_place = {one.vetting.organization_id: one for one in found}
    line = line_of(organization_id, above)
    return next((by_place[place] for place in line if place in by_place), None)


def parents(session: "Session") -> Mapping[uuid.UUID, uuid.UUID | None]:
    """Return the organization above each."""
    rows = session.execute(sa.select(Organization.id, Organization.parent_id))
    return {row.id: row.parent_id for row in rows}


def _counted(on: date) -> sa.ScalarSelect[int]:
    """Sum what counts in a term for the same person and organization, whatever vetting it was."""
    same = aliased(MentorVetting)
    return (
        sa.select(sa.func.coalesce(sa.func.sum(Ticket.minutes), 0))
        .join(same, same.id == Ticket.vetting_id)
        .where(
            same.user_id == MentorVetting.user_id,
            same.organization_id == MentorVetting.organization_id,
            Ticket.counted_on.between(*rules.term_of(on)),
        )
        .correlate(MentorVetting)
        .scalar_subquery()
    )
