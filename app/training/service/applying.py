"""Take a list in, or what somebody ticks by hand; all of it in the transaction of the caller."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.clock import day_of
from app.talent import grounds
from app.training.models import ImportState, TrainingImport, TrainingSource
from app.training.plan import STEPS, Changed, Content, Made, Plan, content_of
from app.training.rules import key_of
from app.training.service.comparing import compare, known_records, summary_of
from app.training.service.imports import clear, hold_list
from app.training.service.sources import rules_of
from app.training.service.writing import write

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Completion:
    """What several people completed together. ``minutes`` is None where nobody knows."""

    title: str
    completed_on: date
    minutes: int | None


def apply(session: "Session", import_id: uuid.UUID, plan: Plan, *, now: datetime) -> None:
    """Write what was planned, and forget the file."""
    kept = session.get_one(TrainingImport, import_id)
    source = session.get_one(TrainingSource, kept.source_id)
    write(session, source, kept.id, plan.made, plan.changed, now=now)
    _finish(session, kept, plan, now=now)


def bring(
    session: "Session",
    source: TrainingSource,
    name: str,
    data: bytes,
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> TrainingImport:
    """Take a list in at once, as if somebody had looked at its dry run; faulty rows stay out.

    For what is made up (a demo's history), and for tests.

    Args:
        session: The unit of work.
        source: Who sends it.
        name: Of the file.
        data: The file.
        by: Who brings it.
        now: When; a completion after it is a fault.

    Raises:
        Unreadable: The file cannot be read.
        ColumnsMissing: It has other columns than the source's.
    """
    kept = hold_list(session, source, name, data, by=by, now=now)
    kept.applied_by_id = by
    apply(session, kept.id, compare(session, kept.id, now=now), now=now)
    return kept


def enter(
    session: "Session",
    source: TrainingSource,
    what: Completion,
    person_ids: Iterable[uuid.UUID],
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> TrainingImport:
    """Keep what several people completed together, as somebody ticked it on a list.

    It is an import like any other and can be undone. The same again changes nothing; who is no
    member of staff today is left out.

    Args:
        session: The unit of work.
        source: Who offered it.
        what: What was completed, and when.
        person_ids: Who completed it.
        by: Who keeps it.
        now: The present instant.
    """
    today = day_of(now)
    people = sorted(grounds.staff_among(session, set(person_ids), today=today))
    known = known_records(session, source.id, people)
    content = content_of(what.title, what.completed_on, what.minutes, rules_of(session, source.id))
    plan = Plan()
    for person_id in people:
        there = known.get((person_id, key_of(what.title), what.completed_on))
        if there is None:
            plan.made.append(Made(person_id, what.title, what.completed_on, content))
            continue
        minutes = there.content.minutes if content.minutes is None else content.minutes
        after = Content(minutes, content.claims, content.expires_on)
        if after != there.content:
            plan.changed.append(
                Changed(
                    *(there.id, person_id, what.title, what.completed_on),
                    *(there.content, after),
                )
            )
    same = len(people) - len(plan.made) - len(plan.changed)
    plan.counts = {"new": len(plan.made), "changed": len(plan.changed), "same": same}
    kept = TrainingImport(
        source_id=source.id,
        name=what.title,
        is_by_hand=True,
        state=ImportState.APPLYING,
        summary={},
        total=STEPS,
        by_id=by,
        received_at=now,
        applied_by_id=by,
    )
    session.add(kept)
    session.flush()
    write(session, source, kept.id, plan.made, plan.changed, now=now)
    _finish(session, kept, plan, now=now)
    return kept


def _finish(session: "Session", kept: TrainingImport, plan: Plan, *, now: datetime) -> None:
    kept.state, kept.applied_at, kept.done = ImportState.APPLIED, now, kept.total
    kept.summary = summary_of(plan)
    session.flush()
    clear(session, [kept.id])
    audit.record(
        session,
        "training.entered" if kept.is_by_hand else "training.applied",
        now=now,
        by=kept.applied_by_id,
        subject=kept.id,
        details={"made": len(plan.made), "changed": len(plan.changed)},
    )
