"""Keep the items of the action plan."""

import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.audit import service as audit
from app.clock import day_of
from app.workforce.models import PlanItem

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody typed of a plan item; see ``models.PlanItem``."""

    code: str
    title: str
    field: str
    owner_id: uuid.UUID | None
    from_year: int
    to_year: int
    text: str
    tags: tuple[str, ...]
    needs: tuple[tuple[str, int], ...]
    profiles: tuple[str, ...]


def add(session: "Session", entry: Entry, *, by: uuid.UUID, now: "datetime") -> PlanItem:
    """Keep a new item."""
    row = PlanItem(**_columns(entry), created_at=now, created_by_id=by)
    session.add(row)
    _note(session, "workforce.plan_added", row, by=by, now=now)
    return row


def change(
    session: "Session", row: PlanItem, entry: Entry, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Write an item otherwise."""
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    _note(session, "workforce.plan_changed", row, by=by, now=now)


def close(session: "Session", row: PlanItem, *, by: uuid.UUID, now: "datetime") -> None:
    """End an item; it stays to be read."""
    if row.closed_on is None:
        row.closed_on = day_of(now)
        _note(session, "workforce.plan_closed", row, by=by, now=now)


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        **asdict(entry),
        "tags": list(entry.tags),
        "needs": {"needs": [list(pair) for pair in entry.needs]},
        "profiles": list(entry.profiles),
    }


def _note(
    session: "Session", action: str, row: PlanItem, *, by: uuid.UUID, now: "datetime"
) -> None:
    session.flush()
    audit.record(session, action, now=now, by=by, details={"plan": str(row.id)})


def note_export(session: "Session", *, by: uuid.UUID, now: "datetime") -> None:
    """Note that the plan goes out as a file."""
    audit.record(session, "workforce.plan_exported", now=now, by=by)
