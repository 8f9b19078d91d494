"""Writing a plan: every row of it in one transaction, in few statements."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

import sqlalchemy as sa

from app.audit.service import record
from app.classes.models import AcademicSession, Class, Enrollment
from app.consents.models import Guardianship
from app.identity.models import Organization, Post, User
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
from app.rosters.plan import Change, Kind
from app.rosters.service.checking import ROWS_AT_ONCE, Compared

if TYPE_CHECKING:
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
}


def table_of(kind: Kind) -> sa.Table:
    """Return the table of a kind."""
    return cast("sa.Table", TABLES[kind].__table__)


CLOSED: Final = "is_disabled"
"""Stands for ``disabled_at``, and ends every session."""


def apply(
    session: "Session",
    import_id: uuid.UUID,
    found: Compared,
    *,
    now: datetime,
    is_demo: bool,
) -> None:
    """Write what was compared, and keep what it takes to undo it; the file goes.

    Args:
        session: The unit of work.
        import_id: Which.
        found: What ``compare`` returned, a moment ago.
        now: The present instant.
        is_demo: Whether new people are made up.

    Raises:
        ChangedMeanwhile: A row no longer holds what was compared.
    """
    kept = session.get(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None:
        raise NoSuchImport(import_id)
    if kept.state is not ImportState.APPLYING:
        return
    changes = found.plan.changes
    change_rows(session, [change for change in changes if not change.is_made], now=now)
    for kind in Kind:
        rows = (
            _row(change, now=now, is_demo=is_demo)
            for change in changes
            if change.is_made and change.kind is kind
        )
        _insert(session, table_of(kind), rows)
    _keep_changes(session, import_id, changes)
    for table in (RosterFile, RosterMend, RosterFinding):
        session.execute(
            sa.delete(table)
            .where(table.import_id == import_id)
            .execution_options(synchronize_session=False)
        )
    kept.state, kept.applied_at = ImportState.APPLIED, now
    session.flush()
    record(
        session,
        "roster.applied",
        now=now,
        by=kept.applied_by_id,
        subject=import_id,
        details={"changes": len(changes), **kept.summary["counts"]},
    )


def change_rows(session: "Session", changes: Sequence[Change], *, now: datetime) -> None:
    """Change rows from what they held ``before`` to what they hold ``after``.

    What makes a post the main one comes last: a person has one, and another ceases to be it first.

    Raises:
        ChangedMeanwhile: One holds something else.
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
                _update(session, kind, names, part, closes=closes, now=now)
        else:
            _update(session, kind, names, some, closes=None, now=now)


def _update(
    session: "Session",
    kind: Kind,
    names: tuple[str, ...],
    changes: Sequence[Change],
    *,
    closes: bool | None,
    now: datetime,
) -> None:
    if not changes:
        return
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
        values |= {
            "disabled_at": now if closes else None,
            "session_epoch": table.c["session_epoch"] + 1,
        }
        where.append(table.c["disabled_at"].is_(None) == sa.true() if closes else sa.true())
    rows = [
        {
            "row_id": change.id,
            **{f"new_{name}": change.after[name] for name in columns},
            **{f"old_{name}": change.before[name] for name in columns},
        }
        for change in changes
    ]
    done = session.connection().execute(sa.update(table).where(*where).values(values), rows)
    if done.rowcount != len(rows):
        raise ChangedMeanwhile(kind)


def _row(change: Change, *, now: datetime, is_demo: bool) -> dict[str, Any]:
    values = {"id": change.id, **change.after}
    if change.kind is Kind.USER:
        is_closed = values.pop(CLOSED)
        values |= {
            "actor_name": uuid.uuid4(),
            "settings": {},
            "session_epoch": 0,
            "is_demo": is_demo,
            "is_guest": False,
            "created_at": now,
            "disabled_at": now if is_closed else None,
        }
    return values


def _keep_changes(session: "Session", import_id: uuid.UUID, changes: Sequence[Change]) -> None:
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
    _insert(session, cast("sa.Table", RosterChange.__table__), rows)


def _insert(session: "Session", table: sa.Table, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        session.connection().execute(sa.insert(table), some)
