"""Awards of projects for tests."""

import uuid
from typing import TYPE_CHECKING

from app.clock import day_of
from app.credentials.openbadges import AchievementKind
from app.identity.queries import person
from app.recognition import queries, service
from app.recognition.service import Earned
from tests.factories.achievements import an_achievement
from tests.factories.assessments import names_for
from tests.factories.identity import NOW, TODAY
from tests.factories.projects import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.achievements.models import Achievement
    from app.identity.models import User
    from app.recognition.models import ProjectAward
    from app.recognition.queries import Candidate
    from tests.factories.projects import Together


def a_project_achievement(
    session: "Session",
    together: "Together",
    audience: str,
    *,
    name: str = "まちの課題に取り組んだ",
) -> "Achievement":
    """Let the city describe what people of an audience achieve in projects."""
    return an_achievement(
        session, together.city, kind=AchievementKind.PROJECT, audience=audience, name=name
    )


def candidates_for(
    session: "Session", together: "Together", by: "User"
) -> "dict[uuid.UUID, Candidate]":
    """Return whom somebody may award, by user."""
    found = queries.candidates(
        session, standing_of(session, together, by), names_for(session, together, by)
    )
    return {one.called.member.user_id: one for one in found}


def member_of(session: "Session", together: "Together", whom: "User") -> uuid.UUID:
    """Return the id of somebody's membership."""
    members = names_for(session, together, together.teacher).members
    return next(one.member.id for one in members if one.member.user_id == whom.id)


def awarded(
    session: "Session",
    together: "Together",
    achievement: "Achievement",
    *people: "User",
    by: "User | None" = None,
    hours: float = 6.0,
    artifact: str = "",
    now: "datetime" = NOW,
) -> "list[ProjectAward]":
    """Let the teacher award some members."""
    teacher = by or together.teacher
    told = Earned(achievement.id, hours, artifact)
    return service.award(
        session,
        standing_of(session, together, teacher),
        names_for(session, together, teacher),
        {member_of(session, together, one): told for one in people},
        by=person(session, teacher.id, on=max(TODAY, day_of(now))),
        now=now,
    )
