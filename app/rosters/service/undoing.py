"""Undoing a whole import: what was changed goes back, what was made goes, as far as it can.

A row goes back to what it held if it still holds what the import gave it: what somebody changed
since is theirs. A row that was made goes if nothing that was not made with it refers to it; a
person who has begun to use the house, or whom something else refers to, is closed instead.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from app.audit.service import record
from app.db import Base
from app.identity import service as identity
from app.identity.models import User
from app.outbox.service import publish
from app.personnel.events import LeavesChanged
from app.rosters.models import ImportState, RosterChange, RosterImport
from app.rosters.plan import Change, Kind
from app.rosters.progress import Steps, Tell
from app.rosters.service.applying import CLOSED, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_AT_ONCE: Final = 1_000
_OWN: Final = {"roster_change", "roster_import"}
_TOLD: Final = (
    *(RosterChange.kind, RosterChange.row_id, RosterChange.is_made, RosterChange.person_id),
    *(RosterChange.before, RosterChange.after),
)


@dataclass(slots=True)
class Undoing:
    """What undoing an import would do.

    Attributes:
        made: Rows that go, by kind.
        kept: Rows that were made and stay, by kind: something else refers to them.
        changed: Rows that go back, with those whose columns somebody changed since.
        touched: How many rows somebody changed since, and which stay as they are.
    """

    made: dict[Kind, list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[Kind, list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    changed: list[Change] = field(default_factory=list)
    touched: int = 0

    @property
    def people(self) -> int:
        """How many people go."""
        return len(self.made[Kind.USER])

    @property
    def closed(self) -> int:
        """How many people stay, with a closed account."""
        return len(self.kept[Kind.USER])

    @property
    def others(self) -> int:
        """How many places, years and classes stay."""
        return sum(len(rows) for kind, rows in self.kept.items() if kind is not Kind.USER)


def foresee(session: "Session", import_id: uuid.UUID, *, tell: Tell | None = None) -> Undoing:
    """Return what undoing an import would do now; nothing is written.

    Args:
        session: The unit of work.
        import_id: Which.
        tell: Is told each step that is done: one for each kind of row, and one before.
    """
    found = Undoing()
    made: dict[Kind, list[uuid.UUID]] = defaultdict(list)
    asked = (
        sa.select(*_TOLD)
        .where(RosterChange.import_id == import_id)
        .order_by(RosterChange.place)
        .execution_options(yield_per=2_000)
    )
    for row in session.execute(asked):
        kind = Kind(row.kind)
        if row.is_made:
            made[kind].append(row.row_id)
        else:
            before, after = _typed(kind, row.before), _typed(kind, row.after)
            found.changed.append(Change(kind, row.row_id, before, after, person=row.person_id))
    found.touched = _touched(session, found.changed)
    steps = Steps(tell, len(Kind) + 2)
    steps.next()
    own: dict[str, set[uuid.UUID]] = defaultdict(set)
    for kind in reversed(Kind):
        held = _referred(session, kind, made[kind], own)
        if kind is Kind.USER:
            held |= _signed_in(session, made[kind])
        for one in made[kind]:
            (found.kept if one in held else found.made)[kind].append(one)
        own[table_of(kind).name] |= set(found.made[kind])
        steps.next()
    return found


def undo(session: "Session", import_id: uuid.UUID, found: Undoing, *, now: datetime) -> None:
    """Undo an import.

    Args:
        session: The unit of work.
        import_id: Which.
        found: What ``foresee`` returned, a moment ago.
        now: The present instant.
    """
    kept = session.get_one(RosterImport, import_id, with_for_update=True, populate_existing=True)
    if kept.state is not ImportState.UNDOING:
        return
    for kind in reversed(Kind):
        table = table_of(kind)
        for some in _chunks(found.made[kind]):
            session.connection().execute(sa.delete(table).where(table.c.id.in_(some)))
    values, is_open = identity.closing(now=now)
    for some in _chunks(found.kept[Kind.USER]):
        session.execute(
            sa.update(User)
            .where(User.id.in_(some), is_open)
            .values(values)
            .execution_options(synchronize_session=False)
        )
    _give_back(session, found.changed, now=now)
    session.execute(
        sa.delete(RosterChange)
        .where(RosterChange.import_id == import_id)
        .execution_options(synchronize_session=False)
    )
    kept.state, kept.undone_at = ImportState.UNDONE, now
    publish(session, LeavesChanged(now))
    kept.summary = {**kept.summary, "closed": found.closed, "touched": found.touched}
    session.flush()
    details = {"removed": found.people, "closed": found.closed, "changed": len(found.changed)}
    record(
        session,
        "roster.undone",
        now=now,
        by=kept.undone_by_id,
        subject=import_id,
        details=details,
    )


def _give_back(session: "Session", changes: Sequence[Change], *, now: datetime) -> None:
    """Let each column of a row hold again what it held, where it still holds what it was given.

    What makes a post the main one comes last, as in ``applying``.
    """
    groups: dict[tuple[Kind, str, bool], list[Change]] = defaultdict(list)
    for change in changes:
        for name, value in change.before.items():
            is_last = name == "is_primary" and bool(value)
            groups[(change.kind, name, is_last or (name == CLOSED and value))].append(change)
    for (kind, name, flag), some in sorted(groups.items(), key=lambda item: item[0][2]):
        table = table_of(kind)
        where = [table.c.id == sa.bindparam("row_id")]
        rows: list[dict[str, Any]] = [{"row_id": change.id} for change in some]
        values: dict[str, Any] = {}
        if name == CLOSED:
            values, fits = identity.closing(now=now) if flag else identity.opening()
            where.append(fits)
        else:
            values[name] = sa.bindparam("old")
            is_plain = not isinstance(table.c[name].type, sa.JSON)
            for row, change in zip(rows, some, strict=True):
                row["old"] = change.before[name]
                row.update({"new": change.after[name]} if is_plain else {})
            if is_plain:
                new = sa.bindparam("new", type_=table.c[name].type)
                where.append(table.c[name].is_not_distinct_from(new))
        session.connection().execute(sa.update(table).where(*where).values(values), rows)


def _touched(session: "Session", changes: Sequence[Change]) -> int:
    """Count the rows that somebody changed since."""
    by_kind: dict[Kind, dict[uuid.UUID, Change]] = defaultdict(dict)
    for change in changes:
        by_kind[change.kind][change.id] = change
    count = 0
    for kind, mine in by_kind.items():
        table = table_of(kind)
        for some in _chunks(mine):
            rows = session.connection().execute(sa.select(table).where(table.c.id.in_(some)))
            for row in rows.mappings():
                given = mine[row["id"]].after
                count += any(row[name] != told for name, told in given.items() if name != CLOSED)
    return count


def _referred(
    session: "Session", kind: Kind, ids: Sequence[uuid.UUID], own: dict[str, set[uuid.UUID]]
) -> set[uuid.UUID]:
    """Return which rows something refers to that does not go with them."""
    held: set[uuid.UUID] = set()
    target = table_of(kind)
    for table in Base.metadata.sorted_tables:
        if table.name in _OWN:
            continue
        for key in table.foreign_keys:
            if key.column.table is not target:
                continue
            going = own.get(table.name, set())
            columns = [key.parent, *table.primary_key.columns]
            for some in _chunks(ids):
                rows = session.execute(sa.select(*columns).where(key.parent.in_(some)))
                held |= {row[0] for row in rows if row[1] not in going}
    return held


def _signed_in(session: "Session", ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for some in _chunks(ids):
        asked = sa.select(User.id).where(User.id.in_(some), User.last_signed_in_on.is_not(None))
        found |= set(session.scalars(asked))
    return found


def _typed(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Return what JSON kept as the columns hold it."""
    table = table_of(kind)
    return {
        name: value if name == CLOSED else _read(table.c[name], value)
        for name, value in values.items()
    }


def _read(column: sa.Column[Any], value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    if value is None:
        return None
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Uuid):
        return uuid.UUID(value)
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    return value


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
