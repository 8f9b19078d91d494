"""Mentors and tickets for tests; a test names only what it is about."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.mentoring import service
from app.vettings.models import MentorVetting
from tests.factories.identity import NOW, TODAY
from tests.factories.projects import an_agreement, standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User
    from app.mentoring.models import Ticket
    from tests.factories.projects import Together

QUESTION = "朝7時までに積もる量を知るには、どの観測点の数字を使えばよいですか。"
ANSWER = "小立野の観測点の、朝6時の数字を使ってください。"


def a_vetting(
    session: "Session",
    mentor: "User",
    organization: "Organization",
    *,
    by: "User",
    minutes: int = 120,
    starts_on: date = TODAY,
    ends_on: date = date(2027, 3, 31),
    now: "datetime" = NOW,
) -> "MentorVetting":
    """Let an organization vouch for a mentor, until the end of the school year."""
    given = service.Vouching(
        mentor.id,
        organization.id,
        starts_on,
        ends_on,
        "本人と会って、決まりを読んでもらいました。",
        minutes,
    )
    return service.vouch(session, given, by=by.id, places={organization.id}, now=now)


def mentored(
    session: "Session", together: "Together", *, minutes: int = 120, agreed: bool = True
) -> "MentorVetting":
    """Let a project's mentor be vouched for by the university, and the school agree to it."""
    if agreed:
        an_agreement(session, together.school, together.university)
    session.execute(sa.delete(MentorVetting).where(MentorVetting.vouched_by_id.is_(None)))
    by = together.owner  # anybody but the mentor
    return a_vetting(session, together.mentor, together.university, by=by, minutes=minutes)


def asked(together: "Together", **changes: object) -> service.Asked:
    """Return what a whole ticket says."""
    said: dict[str, object] = {
        "mentor_id": together.mentor.id,
        "reading": "市の除雪計画と、気象台の記録を読みました。",
        "finding": "観測点は市内に5つありました。",
        "question": QUESTION,
        "wanted_on": TODAY + timedelta(days=14),
        "estimate": 20,
    }
    return service.Asked(**said | changes)  # type: ignore[arg-type]


def a_draft(
    session: "Session", together: "Together", *, now: "datetime" = NOW, **changes: object
) -> "Ticket":
    """Let the first pupil write a ticket."""
    standing = standing_of(session, together, together.pupils[0])
    return service.ask(session, standing, asked(together, **changes), now=now)


def handed_in(
    session: "Session", together: "Together", *, now: "datetime" = NOW, **changes: object
) -> "Ticket":
    """Let the first pupil write a ticket and hand it in."""
    row = a_draft(session, together, now=now, **changes)
    standing = standing_of(session, together, together.pupils[0])
    return service.hand_in(session, standing, row.id, seen=row.edition, now=now)


def passed_on(
    session: "Session", together: "Together", *, now: "datetime" = NOW, **changes: object
) -> "Ticket":
    """Let the teacher pass a ticket on."""
    row = handed_in(session, together, now=now, **changes)
    standing = standing_of(session, together, together.teacher)
    return service.pass_on(session, standing, row.id, seen=row.edition, now=now)


def answered(
    session: "Session",
    together: "Together",
    *,
    minutes: int = 25,
    words: str = ANSWER,
    now: "datetime" = NOW,
    **changes: object,
) -> "Ticket":
    """Let the mentor answer a ticket."""
    row = passed_on(session, together, now=now, **changes)
    standing = standing_of(session, together, together.mentor)
    given = service.Answer(words, minutes)
    return service.answer(session, standing, row.id, given, seen=row.edition, now=now)
