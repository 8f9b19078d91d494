"""Describe an achievement, change the description, close it."""

import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.achievements.models import Achievement
from app.audit import service as audit
from app.clock import day_of
from app.credentials import results
from app.credentials.results import ResultFacts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.credentials.openbadges import AchievementKind


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody typed of an achievement; see ``models.Achievement``."""

    organization_id: uuid.UUID
    kind: "AchievementKind"
    name: str
    description: str
    criteria: str
    can_do: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    field: str
    audience: str
    valid_months: int | None
    courses: tuple[str, ...]
    results: tuple[ResultFacts, ...] = ()


def describe(
    session: "Session", told: Description, *, by: uuid.UUID, now: "datetime"
) -> Achievement:
    """Keep a new achievement."""
    row = Achievement(**_columns(told), created_at=now, created_by_id=by)
    session.add(row)
    session.flush()
    _note(session, "achievements.described", row, by=by, now=now)
    return row


def change(
    session: "Session", row: Achievement, told: Description, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Describe an achievement otherwise; what was awarded stays as it was described then."""
    wanted = _columns(told)
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    row.edition += 1
    session.flush()
    _note(session, "achievements.changed", row, by=by, now=now)


def close(session: "Session", row: Achievement, *, by: uuid.UUID, now: "datetime") -> None:
    """Award it no more; what was awarded holds."""
    if row.closed_on is None:
        row.closed_on = day_of(now)
        _note(session, "achievements.closed", row, by=by, now=now)


def reopen(session: "Session", row: Achievement, *, by: uuid.UUID, now: "datetime") -> None:
    """Award it again."""
    if row.closed_on is not None:
        row.closed_on = None
        _note(session, "achievements.reopened", row, by=by, now=now)


def _columns(told: Description) -> dict[str, Any]:
    return {
        **asdict(told),
        "can_do": list(told.can_do),
        "courses": list(told.courses),
        "results": results.kept(told.results),
        "skills": {"skills": [list(pair) for pair in told.skills]},
    }


def _note(
    session: "Session", action: str, row: Achievement, *, by: uuid.UUID, now: "datetime"
) -> None:
    session.flush()
    audit.record(session, action, now=now, by=by, details={"achievement": str(row.id)})
