"""Who is in a project hears what happens inside; who follows from outside, what is public."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.consents.rules import Purpose
from app.following import service as following
from app.following.models import Notification
from app.projects.models import GateCheck
from app.projects.service import ending, gates
from app.projects.service.members import SUBJECT
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import NOW, a_citizen
from tests.factories.projects import a_project, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User


def paths(session: "Session", user: "User", kind: str) -> list[str]:
    """Return where somebody was led."""
    rows = sa.select(Notification.path).where(
        Notification.user_id == user.id, Notification.kind == kind
    )
    return list(session.scalars(rows))


def test_a_gate_is_told_inside_alone(session: "Session") -> None:
    together = a_project(session, vouched=False)
    asker = a_citizen(session)
    following.follow(session, asker.id, (SUBJECT, together.project.id), now=NOW)
    for pupil in together.pupils:
        an_answer(session, a_guardian(session, pupil), purpose=Purpose.PROJECTS)
    teacher = standing_of(session, together, together.teacher)
    check = session.scalars(sa.select(GateCheck).filter_by(key="seen")).one()
    gates.tick(session, teacher, check.id, is_met=True, now=NOW)
    gates.open_gate(session, teacher, seen="discover", consent_age=16, now=NOW)
    kind, inside = "project.gate_passed", f"/projects/{together.project.key}"
    assert paths(session, together.pupils[0], kind) == [inside]
    assert paths(session, together.teacher, kind) == []  # whoever did it knows
    assert paths(session, together.mentor, kind) == []  # nobody vouches for them today
    assert paths(session, asker, kind) == []


def test_an_end_leads_each_to_what_they_can_open(session: "Session") -> None:
    together = a_project(session)
    asker = a_citizen(session)
    following.follow(session, asker.id, (SUBJECT, together.project.id), now=NOW)
    teacher = standing_of(session, together, together.teacher)
    ending.end(session, teacher, "地図ができました。", now=NOW)
    inside, public = (f"/{one}/{together.project.key}" for one in ("projects", "showcase"))
    assert paths(session, together.pupils[0], "project.ended") == [inside]
    assert paths(session, asker, "project.ended") == [public]
