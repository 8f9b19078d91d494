"""Read a list and hold it against what is known: the dry run."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.clock import day_of
from app.training.models import (
    FindingKind,
    ImportState,
    TrainingColumns,
    TrainingFile,
    TrainingFinding,
    TrainingImport,
    TrainingMend,
    TrainingRecord,
)
from app.training.plan import STEPS, Comparison, Key, Known, Plan
from app.training.queries.people import people_named
from app.training.reading import Mends, read_list, read_table
from app.training.rules import Columns
from app.training.service.sources import rules_of
from app.training.service.writing import content_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Tell = Callable[[int], None]
"""Is told how many of ``STEPS`` are done."""

_AT_ONCE = 1_000


def _nobody(_done: int) -> None:
    """Nobody is told."""


def compare(
    session: "Session", import_id: uuid.UUID, *, now: datetime, tell: Tell = _nobody
) -> Plan:
    """Return what an import would do; writes nothing.

    Raises:
        Unreadable: The file cannot be read.
        ColumnsMissing: It has other columns than its mapping says, or there is none yet.
        NoResultFound: It was given up meanwhile.
    """
    kept = session.get_one(TrainingImport, import_id)
    rows = read_table(session.get_one(TrainingFile, import_id).content)
    version = session.get(TrainingColumns, kept.columns_id) if kept.columns_id else None
    columns = version.value() if version else Columns({})
    reading = read_list(rows, columns, _mends(session, import_id), today=day_of(now))
    tell(1)
    people = people_named(
        session,
        {one.number for one in reading.entries if one.number},
        {one.login for one in reading.entries if one.login},
        today=day_of(now),
    )
    tell(2)
    rules = rules_of(session, kept.source_id)
    comparison = Comparison(reading, people, rules, columns.headings)
    plan = comparison.against(known_records(session, kept.source_id, comparison.person_ids()))
    tell(STEPS - 1)
    return plan


def keep_comparison(session: "Session", import_id: uuid.UUID, plan: Plan) -> None:
    """Keep what is to be looked at; an import that was given up meanwhile stays gone."""
    kept = session.get(TrainingImport, import_id)
    if kept is None:
        return
    was_applying = kept.state is ImportState.APPLYING
    _forget_findings(session, import_id)
    rows = [
        {"import_id": import_id, "kind": FindingKind(kind), "place": place, "data": data}
        for kind, lines in plan.findings.items()
        for place, data in enumerate(lines)
    ]
    if rows:
        session.execute(sa.insert(TrainingFinding), rows)
    kept.summary = summary_of(plan) | {"changed_meanwhile": was_applying}
    kept.state = ImportState.READY


def summary_of(plan: Plan) -> dict[str, Any]:
    """Return what is kept of a dry run, without a name."""
    changes = len(plan.made) + len(plan.changed)
    counts = {"counts": plan.counts, "aside": plan.aside, "changes": changes}
    return {**counts, "digest": plan.digest}


def keep_unreadable(session: "Session", import_id: uuid.UUID, reason: str) -> None:
    """Say why a file cannot be read."""
    _stop(session, import_id, ImportState.UNREADABLE, {"reason": reason})


def keep_lacking(session: "Session", import_id: uuid.UUID, headings: Iterable[str]) -> None:
    """Say which columns a file lacks: somebody has to choose."""
    _stop(session, import_id, ImportState.COLUMNS, {"lacking": list(headings)})


def known_records(
    session: "Session", source_id: uuid.UUID, person_ids: Iterable[uuid.UUID]
) -> dict[Key, Known]:
    """Return the records of a source that are there of these people."""
    wanted, found = list(person_ids), {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = session.scalars(
            sa.select(TrainingRecord).where(
                TrainingRecord.source_id == source_id,
                TrainingRecord.person_id.in_(wanted[start : start + _AT_ONCE]),
            )
        )
        for one in rows:
            key = (one.person_id, one.title_key, one.completed_on)
            found[key] = Known(one.id, content_in(one))
    return found


def _mends(session: "Session", import_id: uuid.UUID) -> Mends:
    rows = session.scalars(sa.select(TrainingMend).where(TrainingMend.import_id == import_id))
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for one in rows:
        found[one.line][one.column] = one.value
    return found


def _stop(
    session: "Session", import_id: uuid.UUID, state: ImportState, told: dict[str, Any]
) -> None:
    kept = session.get(TrainingImport, import_id)
    if kept is not None:
        _forget_findings(session, import_id)
        kept.state, kept.summary = state, told


def _forget_findings(session: "Session", import_id: uuid.UUID) -> None:
    session.execute(
        sa.delete(TrainingFinding)
        .where(TrainingFinding.import_id == import_id)
        .execution_options(synchronize_session=False)
    )
