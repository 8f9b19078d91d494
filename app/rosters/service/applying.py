"""Writing a plan: every row of it in one transaction, in few statements, all made ready before."""

import uuid
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit.service import record
from app.classes.models import AcademicSession, Class, Enrollment
from app.consents.models import Guardianship
from app.identity import service as identity
from app.identity.models import Organization, Post, User
from app.outbox.service import publish
from app.personnel.events import LeavesChanged
from app.personnel.models import Employee, Employment
from app.rosters.errors import ChangedMeanwhile, NoSuchImport
from app.rosters.models import (
    ImportState,
    RosterChange,
    RosterCourse,
    RosterFile,
    RosterFinding,
    RosterImport,
    RosterMend,
)
from app.rosters.plan import Change, Kind, Plan
from app.rosters.service.bulk import Bulk, Texts, alteration, insertion

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.orm import Session

    from app.db import Model

TABLES: Final[dict[Kind, "type[Model]"]] = {
    Kind.ORGANIZATION: Organization,
    Kind.YEAR: AcademicSession,
    Kind.COURSE: RosterCourse,
    Kind.CLASS: Class,
    Kind.USER: User,
    Kind.GUARDIANSHIP: Guardianship,
    Kind.POST: Post,
    Kind.ENROLLMENT: Enrollment,
    Kind.EMPLOYEE: Employee,
    Kind.EMPLOYMENT: Employment,
}


def table_of(kind: Kind) -> sa.Table:
    """Return the table of a kind."""
    return cast("sa.Table", TABLES[kind].__table__)


CLOSED: Final = "is_disabled"
"""Stands for what ``identity`` sets where an account is closed or opened."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An import, ready to be written: nothing is computed any more while others wait.

    Attributes:
        count: How many rows are made or changed.
        bulks: What changes rows, what makes some, and what keeps how to undo it, in order.
    """

    count: int
    bulks: list[Bulk]


def prepare(
    session: "Session",
    import_id: uuid.UUID,
    plan: Plan,
    *,
    now: datetime,
    is_demo: bool,
) -> Ready:
    """Make a plan ready to be written; no lock is held, and nothing is written.

    The plan is used up: each row of it is let go as soon as it is ready.

    Args:
        session: The unit of work, for what the database is.
        import_id: Which.
        plan: What ``compare`` returned, a moment ago.
        now: The present instant.
        is_demo: Whether new people are made up.
    """
    dialect, texts = session.get_bind().dialect, dict[uuid.UUID, Any]()
    changes, count = plan.changes, len(plan.changes)
    plan.findings.clear()
    keeping = _keeping(import_id, changes, dialect, texts)
    made: dict[Kind, deque[Change]] = {kind: deque() for kind in Kind}
    changed: list[Change] = []
    while changes:
        change = changes.pop()
        if change.is_made:
            made[change.kind].appendleft(change)
        else:
            changed.append(change)
    bulks = list(_changing(changed, dialect, now=now))
    for kind, some in made.items():
        rows = _used_up(some, now=now, is_demo=is_demo)
        bulks.append(insertion(table_of(kind), rows, dialect, texts))
    return Ready(count, [bulk for bulk in (*bulks, keeping) if bulk.rows])


def _used_up(changes: deque[Change], *, now: datetime, is_demo: bool) -> Iterator[dict[str, Any]]:
    while changes:
        yield _row(changes.popleft(), now=now, is_demo=is_demo)


def apply(session: "Session", import_id: uuid.UUID, ready: Ready, *, now: datetime) -> None:
    """Write what was made ready, and keep what it takes to undo it; the file goes.

    Args:
        session: The unit of work.
        import_id: Which.
        ready: What ``prepare`` returned, a moment ago.
        now: The present instant.

    Raises:
        ChangedMeanwhile: A row no longer holds what was compared, or what is new is there already.
    """
    kept = session.get(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None:
        raise NoSuchImport(import_id)
    if kept.state is not ImportState.APPLYING:
        return
    _write(session, ready)
    for table in (RosterFile, RosterMend, RosterFinding):
        session.execute(
            sa.delete(table)
            .where(table.import_id == import_id)
            .execution_options(synchronize_session=False)
        )
    kept.state, kept.applied_at = ImportState.APPLIED, now
    publish(session, LeavesChanged(now))
    session.flush()
    record(
        session,
        "roster.applied",
        now=now,
        by=kept.applied_by_id,
        subject=import_id,
        details={"changes": ready.count, **kept.summary["counts"]},
    )


def _write(session: "Session", ready: Ready) -> None:
    try:
        for bulk in ready.bulks:
            if not bulk.write(session):
                raise ChangedMeanwhile(bulk.text)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def _changing(changes: Sequence[Change], dialect: "Dialect", *, now: datetime) -> Iterator[Bulk]:
    """Change rows from what they held ``before`` to what they hold ``after``.

    What makes a post the main one comes last: a person has one, and another ceases to be it first.
    """
    groups: dict[tuple[Kind, bool, tuple[str, ...]], list[Change]] = defaultdict(list)
    for change in changes:
        is_last = bool(change.after.get("is_primary"))
        groups[(change.kind, is_last, tuple(sorted(change.after)))].append(change)
    for kind, _, names in sorted(groups, key=lambda group: (group[1], list(Kind).index(group[0]))):
        some = groups[(kind, _, names)]
        if CLOSED in names:
            for closes in (True, False):
                part = [change for change in some if change.after[CLOSED] is closes]
                yield _altering(kind, names, part, dialect, closes=closes, now=now)
        else:
            yield _altering(kind, names, some, dialect, closes=None, now=now)


def _altering(
    kind: Kind,
    names: tuple[str, ...],
    changes: Sequence[Change],
    dialect: "Dialect",
    *,
    closes: bool | None,
    now: datetime,
) -> Bulk:
    table = table_of(kind)
    columns = [name for name in names if name != CLOSED]
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in columns}
    where = [table.c.id == sa.bindparam("row_id")]
    where += [
        table.c[name].is_not_distinct_from(sa.bindparam(f"old_{name}", type_=table.c[name].type))
        for name in columns
        if not isinstance(table.c[name].type, sa.JSON)
    ]
    if closes is not None:
        more, fits = identity.closing(now=now) if closes else identity.opening()
        values |= more
        where.append(fits)
    rows = (
        {
            "row_id": change.id,
            **{f"new_{name}": change.after[name] for name in columns},
            **{f"old_{name}": change.before[name] for name in columns},
        }
        for change in changes
    )
    return alteration(sa.update(table).where(*where).values(values), rows, dialect)


def _row(change: Change, *, now: datetime, is_demo: bool) -> dict[str, Any]:
    values = {"id": change.id, **change.after}
    if change.kind is Kind.USER:
        is_disabled = values.pop(CLOSED)
        return identity.user_row(values, is_disabled=is_disabled, is_demo=is_demo, now=now)
    return values


def _keeping(
    import_id: uuid.UUID, changes: Sequence[Change], dialect: "Dialect", texts: Texts
) -> Bulk:
    """Keep what it takes to undo it all."""
    rows = (
        {
            "import_id": import_id,
            "place": place,
            "kind": change.kind.value,
            "row_id": change.id,
            "person_id": change.person,
            "is_made": change.is_made,
            "before": change.before,
            "after": {} if change.is_made else change.after,
        }
        for place, change in enumerate(changes)
    )
    return insertion(cast("sa.Table", RosterChange.__table__), rows, dialect, texts)
