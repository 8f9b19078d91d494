"""Answer an offer, note what was done, and thank."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.contributions import rules
from app.contributions.errors import ContributionRefused, NoSuchOffer
from app.contributions.models import Offer
from app.contributions.rules import Step
from app.following import service as following
from app.projects.rules import Act, ProjectState
from app.projects.service import activity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.contributions.queries import Settling


def accept(
    session: "Session",
    offer_id: uuid.UUID,
    theirs: "Settling",
    reply: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Offer:
    """Take what somebody offers, with words on how it goes on; they are told.

    Raises:
        NoSuchOffer: There is none, or it is not theirs to settle.
        ContributionRefused: ``own``, ``settled`` (it has gone on meanwhile), or ``ended`` (the
            project is over).
    """
    row = _stepped(session, offer_id, theirs, Step.ACCEPT, by=by)
    if row.need.project is not None and row.need.project.state is ProjectState.ENDED:
        raise ContributionRefused("ended")
    _answer(row, reply, by=by, now=now)
    _done(session, row, "offer_accepted", by=by, now=now)
    return row


def decline(
    session: "Session",
    offer_id: uuid.UUID,
    theirs: "Settling",
    reply: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Offer:
    """Answer an offer with no, and with words; errors as in ``accept``."""
    row = _stepped(session, offer_id, theirs, Step.DECLINE, by=by)
    _answer(row, reply, by=by, now=now)
    _done(session, row, "offer_declined", by=by, now=now)
    return row


def finish(
    session: "Session",
    offer_id: uuid.UUID,
    theirs: "Settling",
    minutes: int,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Offer:
    """Note that it was given, and how long it took; the hours become a statement.

    Only an adult's own hours for a project do; see the package's decisions.

    Args:
        session: The unit of work.
        offer_id: Which offer.
        theirs: Whose needs the person settles.
        minutes: Given; 0 for a place or a thing.
        by: Who notes it.
        now: The present instant.

    Raises:
        NoSuchOffer: There is none, or it is not theirs to settle.
        ContributionRefused: ``own``, or ``settled`` (it was not accepted, or is done already).
    """
    row = _stepped(session, offer_id, theirs, Step.FINISH, by=by)
    row.done_minutes, row.done_on = minutes, day_of(now)
    session.flush()
    project = row.need.project
    if project is not None and row.organization_id is None and minutes > 0:
        done = activity.Done(
            Act.GAVE_HOURS, row.need.id, row.need.title, lasted=timedelta(minutes=minutes)
        )
        activity.note(session, project, row.person_id, done, now=now)
    _done(session, row, "offer_done", by=by, now=now)
    return row


def thank(
    session: "Session",
    offer_id: uuid.UUID,
    theirs: "Settling",
    words: str,
    *,
    by: uuid.UUID,
    now: "datetime",
) -> Offer:
    """Thank somebody for what they gave; errors as in ``accept``."""
    row = _stepped(session, offer_id, theirs, Step.THANK, by=by)
    row.thanks = words
    session.flush()
    _tell(session, row, "need.thanked", now=now)
    return row


def _stepped(
    session: "Session",
    offer_id: uuid.UUID,
    theirs: "Settling",
    step: Step,
    *,
    by: uuid.UUID,
) -> Offer:
    row = session.get(Offer, offer_id, with_for_update=True, populate_existing=True)
    if row is None or row.need not in theirs:
        raise NoSuchOffer(offer_id)
    if row.person_id == by:
        raise ContributionRefused("own")
    then = rules.after(row.state, step)
    if then is None:
        raise ContributionRefused("settled")
    row.state = then
    return row


def _answer(row: Offer, reply: str, *, by: uuid.UUID, now: "datetime") -> None:
    row.reply, row.answered_by_id, row.answered_on = reply, by, day_of(now)


def _done(session: "Session", row: Offer, act: str, *, by: uuid.UUID, now: "datetime") -> None:
    session.flush()
    _tell(session, row, f"need.{act}", now=now)
    audit.record(
        session,
        f"contributions.{act}",
        now=now,
        by=by,
        subject=row.person_id,
        details={"offer": str(row.id), "need": str(row.need_id)},
    )


def _tell(session: "Session", row: Offer, kind: str, *, now: "datetime") -> None:
    told = following.Told(kind, f"{kind}:{row.id}", f"/offers/{row.id}", {"need": row.need.title})
    following.tell(session, [row.person_id], told, now=now)
