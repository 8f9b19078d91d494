"""チームが続ける: a team goes on by itself, takes offers, and is asked how it goes."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import rules
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.models import (
    Adoption,
    Continuation,
    ContinuationLook,
    OfferTaken,
    SupportOffer,
)
from app.adoption.service.steps import News, tell_all
from app.audit import service as audit
from app.clock import day_of, months_before
from app.following import service as following
from app.projects.models import Project, ProjectMember
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.projects.queries import Standing

ASKED = (MemberRole.TEACHER, MemberRole.COORDINATOR, MemberRole.OWNER)
"""Whom the looks ask, however long ago the project ended."""


@dataclass(frozen=True, slots=True)
class Ending:
    """As what a team goes on, under which name, and which offers it takes."""

    kind: rules.Ending
    name: str
    words: str = ""
    offers: Collection[uuid.UUID] = ()


def go_on(
    session: "Session", standing: "Standing", told: Ending, *, now: "datetime"
) -> Continuation:
    """Let a team go on by itself; told once more, it is changed, and the looks stay.

    Raises:
        AdoptionRefused: ``owner`` (who asks is no teacher of the project), ``offer`` (one that is
            not there any more; nothing was kept).
    """
    if not standing.is_teacher:
        raise AdoptionRefused("owner")
    today = day_of(now)
    project = session.get_one(Project, standing.project.id, with_for_update=True)
    row = session.scalars(
        sa.select(Continuation).where(Continuation.project_id == project.id)
    ).one_or_none()
    is_new = row is None
    if row is None:
        row = Continuation(project_id=project.id, since_on=today)
        session.add(row)
    row.kind, row.name, row.words = told.kind, told.name, told.words
    row.told_by_id = standing.user_id
    session.flush()
    _take(session, row, told.offers, today)
    if is_new:
        session.add_all(
            ContinuationLook(
                continuation_id=row.id, months=months, due_on=months_before(today, -months)
            )
            for months in rules.LOOKS
        )
        session.flush()
        facts = {"project": project.title, "name": told.name}
        news = News("adoption.continued", f"adoption.continued:{project.id}", facts)
        tell_all(session, project, news, by=standing.user_id, now=now)
    details = {"project": str(project.id), "kind": told.kind.value}
    audit.record(session, "adoption.continued", now=now, by=standing.user_id, details=details)
    return row


def look(
    session: "Session",
    standing: "Standing",
    look_id: uuid.UUID,
    *,
    goes_on: bool,
    words: str,
    needed: str,
    now: "datetime",
) -> ContinuationLook:
    """Keep how it goes, and tell everybody; said once more, it is changed, and told no more.

    Raises:
        NoSuchAdoption: There is no such look in the project.
        AdoptionRefused: ``owner`` (who asks is neither teacher nor owner), ``not_now`` (its day is
            to come).
    """
    if not (standing.is_teacher or standing.is_owner):
        raise AdoptionRefused("owner")
    row = session.get(ContinuationLook, look_id, with_for_update=True, populate_existing=True)
    if row is None or row.continuation.project_id != standing.project.id:
        raise NoSuchAdoption(look_id)
    if row.due_on > day_of(now):
        raise AdoptionRefused("not_now")
    row.looked_on, row.goes_on, row.by_id = day_of(now), goes_on, standing.user_id
    row.words, row.needed = words, needed
    session.flush()
    project = session.get_one(Project, standing.project.id)
    facts = {"project": project.title, "months": str(row.months)}
    news = News("adoption.looked", f"adoption.looked:{row.id}", facts)
    tell_all(session, project, news, by=standing.user_id, now=now)
    details = {"look": str(row.id), "months": row.months}
    audit.record(session, "adoption.looked", now=now, by=standing.user_id, details=details)
    return row


def keep_days(session: "Session", *, on: "date", now: "datetime") -> None:
    """Do what a day brings: ask how teams go on, and remind owners of days that have passed.

    Told once each; once more on the same day changes nothing.
    """
    for row in session.scalars(
        sa.select(ContinuationLook).where(
            ContinuationLook.told_on.is_(None),
            ContinuationLook.due_on <= on,
            ContinuationLook.looked_on.is_(None),
        )
    ):
        _ask(session, row, on=on, now=now)
    for adoption in session.scalars(sa.select(Adoption).where(_passed(on))):
        project = session.get_one(Project, adoption.project_id)
        day = (adoption.due_on if not adoption.is_settled else adoption.next_on) or on
        kind = "adoption.news_due" if adoption.is_settled else "adoption.overdue"
        told = following.Told(
            kind,
            f"{kind}:{adoption.id}:{day}",
            f"/adoption/{adoption.id}",
            {"project": project.title, "due_on": day.isoformat()},
        )
        following.tell(session, [one for one in [adoption.owner_id] if one], told, now=now)


def _passed(on: "date") -> sa.ColumnElement[bool]:
    is_settled = sa.and_(Adoption.answer.is_not(None), Adoption.answer != rules.Answer.LATER)
    return sa.or_(
        sa.and_(~is_settled, Adoption.due_on < on),
        sa.and_(Adoption.answer.is_(None), Adoption.due_on < on),
        sa.and_(is_settled, Adoption.next_on < on),
    )


def _ask(session: "Session", row: ContinuationLook, *, on: "date", now: "datetime") -> None:
    project = session.get_one(Project, row.continuation.project_id)
    people = set(
        session.scalars(
            sa.select(ProjectMember.user_id).where(
                ProjectMember.project_id == project.id,
                ProjectMember.role.in_(ASKED),
                ProjectMember.left_on.is_(None),
            )
        )
    )
    told = following.Told(
        "adoption.look",
        f"adoption.look:{row.id}",
        f"/projects/{project.key}/adoption/looks/{row.id}",
        {"project": project.title, "months": str(row.months)},
    )
    following.tell(session, people, told, now=now)
    row.told_on = on
    session.flush()


def _take(
    session: "Session", row: Continuation, offers: Collection[uuid.UUID], today: "date"
) -> None:
    """Take these offers and no others; what was taken before may have ended since."""
    taken = {
        one.offer_id: one
        for one in session.scalars(
            sa.select(OfferTaken).where(OfferTaken.continuation_id == row.id)
        )
    }
    new = set(offers) - taken.keys()
    there = set(
        session.scalars(
            sa.select(SupportOffer.id).where(SupportOffer.id.in_(new), is_offered(today))
        )
    )
    if new - there:
        raise AdoptionRefused("offer")
    for offer_id in taken.keys() - set(offers):
        session.delete(taken[offer_id])
    session.add_all(
        OfferTaken(continuation_id=row.id, offer_id=one, taken_on=today) for one in sorted(new)
    )
    session.flush()


def is_offered(today: "date") -> sa.ColumnElement[bool]:
    """Return the condition that an offer can be taken on a day."""
    return sa.and_(
        SupportOffer.ended_on.is_(None),
        sa.or_(SupportOffer.until.is_(None), SupportOffer.until >= today),
    )
