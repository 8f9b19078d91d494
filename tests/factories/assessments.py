"""Splits, views and what is settled; a test names only what it is about."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.assessments import queries, service
from app.assessments.rules import LINES
from app.assessments.service import Part, Seen, Verdict
from app.projects.queries import Names, naming
from app.projects.rules import MemberRole
from tests.factories.identity import NOW, TODAY
from tests.factories.projects import Together, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.assessments.models import AssessmentView, PeerSplit, SettledAssessment
    from app.identity.models import User
    from app.projects.queries import Called

ALL_DONE: Mapping[str, int] = dict.fromkeys(LINES, 3)
AGE = 16


def names_for(session: "Session", together: Together, reader: "User") -> Names:
    """Return how the members are called to somebody."""
    return naming(session, standing_of(session, together, reader), on=TODAY, consent_age=AGE)


def called(session: "Session", together: Together, reader: "User", whom: "User") -> "Called":
    """Return a learner as somebody may know them."""
    learners = names_for(session, together, reader).current(MemberRole.LEARNER)
    return next(one for one in learners if one.member.user_id == whom.id)


def a_split(
    session: "Session",
    together: Together,
    by: "User",
    points: Mapping[uuid.UUID, int],
    *,
    named: Collection[uuid.UUID] | None = None,
    now: datetime = NOW,
) -> "PeerSplit":
    """Let a learner share out the points; the project asks for it from now on."""
    together.project.asks_peers = True
    session.flush()
    parts = {who: Part(given, f"{given}点の仕事をした。") for who, given in points.items()}
    who = standing_of(session, together, by)
    ids = [one.id for one in together.pupils] if named is None else named
    return service.split(session, who, parts, named=ids, now=now)


def a_view(
    session: "Session",
    together: Together,
    about: "User | None" = None,
    *,
    levels: Mapping[str, int] = {"made": 3},
    words: str = "使う人にためしてもらったのがよかったです。",
) -> "AssessmentView":
    """Let the mentor see a learner, or the team."""
    who = standing_of(session, together, together.mentor)
    named = [one.id for one in together.pupils]
    about_id = about.id if about else None
    return service.say_view(session, who, about_id, Seen(levels, words), named=named, now=NOW)


def a_settled(
    session: "Session",
    together: Together,
    whom: "User",
    *,
    levels: Mapping[str, int] = ALL_DONE,
    words: str = "人に聞いて調べることを、最後まで続けました。",
    share: int | None = None,
    reason: str = "",
    by: "User | None" = None,
    now: datetime = NOW,
) -> "SettledAssessment":
    """Let the teacher settle what a learner has come to."""
    teacher = by or together.teacher
    known = queries.settled(session, together.project.id, whom.id)
    return service.settle(
        session,
        standing_of(session, together, teacher),
        called(session, together, teacher, whom),
        Verdict(levels, words, share, reason),
        seen=known.number if known else 0,
        members=[one.id for one in together.pupils],
        now=now,
    )
