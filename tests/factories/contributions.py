"""Needs and offers for tests; a test names only what it is about."""

from typing import TYPE_CHECKING

from app.contributions.models import Need, Offer
from app.contributions.rules import NeedKind, OfferState
from tests.factories.identity import NOW, TODAY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.challenges.models import Challenge
    from app.identity.models import Organization, User
    from app.projects.models import Project


def a_need(
    session: "Session",
    place: "Organization",
    *,
    challenge: "Challenge | None" = None,
    project: "Project | None" = None,
    by: "User | None" = None,
    kind: NeedKind = NeedKind.SKILL,
    title: str = "地図のデータを作れる人",
    now: "datetime" = NOW,
) -> Need:
    """Ask for something, for a challenge or for a project."""
    row = Need(
        challenge_id=challenge.id if challenge else None,
        project_id=project.id if project else None,
        organization_id=place.id,
        kind=kind,
        title=title,
        words="通学路の写真を、地図にのせたいです。",
        hours=6,
        created_at=now,
        created_by_id=by.id if by else None,
    )
    session.add(row)
    session.flush()
    return row


def an_offer(
    session: "Session",
    need: Need,
    person: "User",
    *,
    school: "Organization | None" = None,
    state: OfferState = OfferState.OFFERED,
    minutes: int | None = None,
    now: "datetime" = NOW,
) -> Offer:
    """Let somebody offer something; a school comes with twelve pupils."""
    row = Offer(
        need_id=need.id,
        person_id=person.id,
        organization_id=school.id if school else None,
        pupils=12 if school else None,
        words="平日の夕方に行けます。",
        hours=3,
        state=state,
        offered_at=now,
        done_minutes=minutes,
        done_on=TODAY if minutes is not None else None,
    )
    session.add(row)
    session.flush()
    return row
