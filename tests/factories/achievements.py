"""Achievements for tests."""

import uuid
from typing import TYPE_CHECKING, Any

from app.achievements.models import Achievement
from app.credentials.openbadges import AchievementKind
from tests.factories.credentials import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization


def an_achievement(
    session: "Session",
    place: "Organization",
    **more: Any,  # noqa: ANN401  as Achievement
) -> Achievement:
    """Make a workshop of an organization."""
    told: dict[str, Any] = {
        "id": uuid.uuid4(),
        "organization_id": place.id,
        "kind": AchievementKind.WORKSHOP,
        "name": "データの見方の研修",
        "description": "グラフを読んで、話し合える",
        "criteria": "90分の研修に参加すること。",
        "can_do": ["グラフの目もりを確かめられる"],
        "skills": {"skills": [["dss-l@1.2/T5", 2]]},
        "field": "discern",
        "audience": "staff",
        "valid_months": None,
        "courses": [],
        "created_at": NOW,
    }
    row = Achievement(**told | more)
    session.add(row)
    session.flush()
    return row
