"""Say what is needed, and that it is needed no more."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.contributions.errors import ContributionRefused, NoSuchNeed
from app.contributions.models import Need, Offer
from app.contributions.rules import UNDER_WAY, NeedKind, NeedState
from app.following import service as following
from app.projects.models import Project
from app.projects.rules import ProjectState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.contributions.queries import Settling


@dataclass(frozen=True, slots=True)
class Asked:
    """What is needed."""

    kind: NeedKind
    title: str
    words: str = ""
    hours: int | None = None
    place: str = ""
    item: str = ""
    until: date | None = None


def add_need(
    session: "Session",
    asked: Asked,
    *,
    by: uuid.UUID,
    organization_id: uuid.UUID,
    now: "datetime",
    challenge_id: uuid.UUID | None = None,
    project_id: uuid.UUID | None = None,
) -> Need:
    """Ask for something, for a challenge or for a project.

    Raises:
        ContributionRefused: ``ended`` (the project is over).
    """
    if project_id is not None and _is_over(session, project_id):
        raise ContributionRefused("ended")
    row = Need(
        challenge_id=challenge_id,
        project_id=project_id,
        organization_id=organization_id,
        kind=asked.kind,
        title=asked.title,
        words=asked.words,
        hours=asked.hours,
        place=asked.place,
        item=asked.item,
        until=asked.until,
        created_at=now,
        created_by_id=by,
    )
    session.add(row)
    session.flush()
    _record(session, "contributions.need_added", row, by=by, now=now)
    return row


def end_need(
    session: "Session",
    need_id: uuid.UUID,
    theirs: "Settling",
    *,
    is_met: bool,
    by: uuid.UUID,
    now: "datetime",
) -> Need:
    """Ask for something no more: it is met, or not needed. Who waits for an answer is told.

    Raises:
        NoSuchNeed: There is none, or it is not theirs.
        ContributionRefused: ``over`` (it ended already).
    """
    row = session.get(Need, need_id, with_for_update=True, populate_existing=True)
    if row is None or row not in theirs:
        raise NoSuchNeed(need_id)
    if row.state is not NeedState.OPEN:
        raise ContributionRefused("over")
    row.state = NeedState.MET if is_met else NeedState.CLOSED
    row.closed_on = day_of(now)
    session.flush()
    waiting = session.scalars(
        sa.select(Offer.person_id).where(Offer.need_id == row.id, Offer.state.in_(UNDER_WAY))
    )
    told = following.Told(
        "need.closed", f"need.closed:{row.id}", "/my/offers", {"need": row.title}
    )
    following.tell(session, set(waiting) - {by}, told, now=now)
    _record(session, "contributions.need_closed", row, by=by, now=now)
    return row


def _is_over(session: "Session", project_id: uuid.UUID) -> bool:
    return session.get_one(Project, project_id).state is ProjectState.ENDED


def _record(session: "Session", action: str, row: Need, *, by: uuid.UUID, now: "datetime") -> None:
    audit.record(session, action, now=now, by=by, details={"need": str(row.id)})
