"""The dry run: a file is read and compared, and what came of it is kept to be looked at."""

import hashlib
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.clock import day_of
from app.rosters.diff.whole import compared
from app.rosters.formats import read_roster
from app.rosters.models import (
    FindingKind,
    ImportState,
    RosterFile,
    RosterFinding,
    RosterImport,
    RosterMend,
)
from app.rosters.plan import Plan
from app.rosters.progress import COMPARED, LOOKED_UP, READ, Steps, Tell
from app.rosters.queries.standing import standing
from app.rosters.reading import Form, Notice
from app.rosters.rows import SET_ASIDE, Mends
from app.rosters.service.bulk import ROWS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Compared:
    """A file, read and compared.

    Attributes:
        form: Of the file.
        notices: What is good to know of it.
        plan: What an import would do.
        aside: How many rows somebody set aside.
    """

    form: Form
    notices: list[Notice]
    plan: Plan
    aside: int

    @property
    def digest(self) -> str:
        """Return what tells one comparison from another, as far as it is shown."""
        told = hashlib.sha256(orjson.dumps(self.plan.places))
        for finding in self.plan.findings:
            told.update(f"{finding.kind}{finding.data}".encode())
        for fault in self.plan.faults:
            told.update(orjson.dumps(fault.to_json()))
        return told.hexdigest()


def compare(
    session: "Session", import_id: uuid.UUID, *, now: datetime, tell: Tell | None = None
) -> Compared:
    """Read the file of an import, and compare it; nothing is written, and no lock is held.

    Args:
        session: The unit of work.
        import_id: Which.
        now: The present instant.
        tell: Is told each step that is done, and how many there are.

    Raises:
        Unreadable: The file is no roster.
        NoResultFound: It was given up meanwhile.
    """
    steps = Steps(tell)
    kept = session.get_one(RosterImport, import_id)
    data = session.execute(
        sa.select(RosterFile.content).where(RosterFile.import_id == import_id)
    ).scalar_one()
    mends = _mends(session, import_id)
    reading = read_roster(
        kept.name, data, mends, on=day_of(now), of_staff=kept.of_staff, steps=steps
    )
    steps.reach(READ)
    there = standing(session, kept.organization_id, reading.roster, of_staff=kept.of_staff)
    steps.reach(LOOKED_UP)
    plan = compared(
        reading,
        there,
        today=day_of(now),
        by=kept.by_id,
        ends_absent=kept.ends_absent,
        steps=steps,
    )
    steps.reach(COMPARED)
    aside = sum(SET_ASIDE in cells for cells in mends.values())
    return Compared(reading.form, reading.notices, plan, aside)


def keep_comparison(session: "Session", import_id: uuid.UUID, found: Compared) -> None:
    """Keep what a dry run says, in place of what an earlier one said."""
    kept = session.get(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None or kept.state not in {ImportState.CHECKING, ImportState.APPLYING}:
        return
    session.execute(
        sa.delete(RosterFinding)
        .where(RosterFinding.import_id == import_id)
        .execution_options(synchronize_session=False)
    )
    rows = _findings(import_id, found.plan)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        session.connection().execute(sa.insert(RosterFinding), some)
    was_shown = kept.state is ImportState.APPLYING
    kept.state = ImportState.READY
    kept.summary = _summary(found, changed_meanwhile=was_shown)
    session.flush()


def keep_unreadable(session: "Session", import_id: uuid.UUID, reason: str) -> None:
    """Keep why a file could not be read."""
    kept = session.get(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if kept is not None:
        kept.state, kept.summary = ImportState.UNREADABLE, {"reason": reason}
        session.flush()


def _mends(session: "Session", import_id: uuid.UUID) -> Mends:
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for mend in session.scalars(sa.select(RosterMend).where(RosterMend.import_id == import_id)):
        found[(mend.file, mend.line)][mend.column] = mend.value
    return found


def _findings(import_id: uuid.UUID, plan: Plan) -> "Iterator[dict[str, object]]":
    places = Counter[FindingKind]()
    faults = ((FindingKind.FAULT, one.to_json()) for one in plan.faults)
    shown = ((one.kind, orjson.Fragment(one.data)) for one in plan.findings)
    for kind, data in chain(faults, shown):
        places[kind] += 1
        yield {"import_id": import_id, "kind": kind, "place": places[kind], "data": data}


def _summary(found: Compared, *, changed_meanwhile: bool) -> dict[str, object]:
    counts = Counter(one.kind.value for one in found.plan.findings)
    rows = {(one.file, one.line) for one in found.plan.faults}
    return {
        "form": found.form.value,
        "counts": {**counts, FindingKind.FAULT.value: len(rows)},
        "places": found.plan.places,
        "notices": [one.to_json() for one in found.notices],
        "left_out": found.plan.left_out,
        "aside": found.aside,
        "changes": len(found.plan.changes),
        "digest": found.digest,
        "changed_meanwhile": changed_meanwhile,
    }
