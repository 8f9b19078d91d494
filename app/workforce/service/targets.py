"""Set a target, change it, close it."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.audit import service as audit
from app.clock import day_of
from app.workforce.models import Counts, Target, Unit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.workforce.rules import Step


@dataclass(frozen=True, slots=True)
class Goal:
    """What somebody typed of a target; see ``models.Target``."""

    name: str
    reason: str
    counts: Counts
    unit: Unit
    profile_id: uuid.UUID | None
    item: tuple[str, int] | None
    achievement_id: uuid.UUID | None
    organization_id: uuid.UUID | None
    steps: "tuple[Step, ...]"
    grades: tuple[tuple[str, int], ...]


def set_target(session: "Session", goal: Goal, *, by: uuid.UUID, now: "datetime") -> Target:
    """Keep a new target."""
    row = Target(**_columns(goal), created_at=now, created_by_id=by)
    session.add(row)
    _note(session, "workforce.target_set", row, by=by, now=now)
    return row


def change(session: "Session", row: Target, goal: Goal, *, by: uuid.UUID, now: "datetime") -> None:
    """Want something else."""
    for name, value in _columns(goal).items():
        setattr(row, name, value)
    _note(session, "workforce.target_changed", row, by=by, now=now)


def close(session: "Session", row: Target, *, by: uuid.UUID, now: "datetime") -> None:
    """Want it no more, from today on."""
    if row.closed_on is None:
        row.closed_on = day_of(now)
        _note(session, "workforce.target_closed", row, by=by, now=now)


def _columns(goal: Goal) -> dict[str, Any]:
    ref, level = goal.item or (None, None)
    return {
        "name": goal.name,
        "reason": goal.reason,
        "counts": goal.counts,
        "unit": goal.unit,
        "profile_id": goal.profile_id,
        "item_ref": ref,
        "level": level,
        "achievement_id": goal.achievement_id,
        "organization_id": goal.organization_id,
        "steps": {"steps": [[one.by.isoformat(), one.goal] for one in goal.steps]},
        "grades": {"grades": [list(pair) for pair in goal.grades]},
    }


def _note(session: "Session", action: str, row: Target, *, by: uuid.UUID, now: "datetime") -> None:
    session.flush()
    audit.record(session, action, now=now, by=by, details={"target": str(row.id)})
