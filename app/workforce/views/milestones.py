"""What HR's home says first: the targets that are open, and how far the city is."""

from datetime import date
from typing import TYPE_CHECKING

from flask import Flask, url_for

from app.talent.milestones import Milestone, offer
from app.talent.queries import WHOLE, staff
from app.workforce.models import Counts, Unit
from app.workforce.queries import Frame
from app.workforce.queries.profiles import all_versions
from app.workforce.queries.targets import progress_of, targets

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.workforce.queries.targets import Progress

SHOWN = 4


def init_app(app: Flask) -> None:
    """Let HR's home of ``app`` begin with the city's targets."""
    offer(app, open_targets)


def open_targets(session: "Session", on: date) -> tuple[Milestone, ...]:
    """Return the open targets of the city as HR's home tells them; four queries at most."""
    rows = [one for one in targets(session) if one.closed_on is None][:SHOWN]
    if not rows:
        return ()
    versions = all_versions(session) if any(one.counts is Counts.PROFILE for one in rows) else {}
    frame = Frame(staff.departments(session), WHOLE, on, on)
    return tuple(_milestone(one) for one in progress_of(session, rows, versions, frame))


def _milestone(one: "Progress") -> Milestone:
    row = one.target
    return Milestone(
        name=row.name,
        reached=one.result.value,
        goal=one.step.goal,
        is_rate=row.unit is Unit.RATE,
        by=one.step.by,
        letter=one.letter,
        grades=tuple(one.grades),
        href=url_for("workforce.target", target_id=row.id),
        reached_href=url_for("workforce.target_people", target_id=row.id, who="met"),
        missing_href=url_for("workforce.target_people", target_id=row.id),
    )
