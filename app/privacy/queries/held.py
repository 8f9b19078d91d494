"""Everything that is held of a person, as a download tells it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.db import Base
from app.privacy.holdings import SHARED, Holding, told
from app.privacy.queries.rows import leads_to, table_of
from app.privacy.rules import without_hours

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Row = Mapping[str, Any]

CALLED: Mapping[str, tuple[str, ...]] = {
    "user": ("family_name", "given_name"),
    "organization": ("name",),
    "class": ("title",),
    "course": ("slug",),
    "short_list": ("name",),
    "draft": ("slug",),
    "bank_item": ("key",),
    "sign_in_provider": ("name",),
    "report": ("as_of",),
    "board_card": ("title",),
    "meeting": ("title",),
    "artifact": ("title",),
    "project": ("title",),
}
"""What rows of these tables are called where another row names them."""


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one holding, without its secret columns."""

    holding: Holding
    rows: Sequence[Row]


def held(session: "Session", account_ids: Sequence[uuid.UUID]) -> Iterator[Held]:
    """Yield what is held of a person, one query a holding; what has no row as well.

    Args:
        session: Any.
        account_ids: The person's account, and those that were merged into it.
    """
    for one in told():
        columns = [name.name for name in table_of(one).columns if name.name not in one.secret]
        yield Held(one, _rows(session, one, columns, _of(one, account_ids)))


def shared(session: "Session", account_ids: Sequence[uuid.UUID], tie_id: uuid.UUID) -> list[Held]:
    """Return what a guardian is told of what is held of a child, one query a holding.

    Rows hold the shared columns alone, with names for ids, and days for instants.

    Args:
        session: The unit of work.
        account_ids: The child's account, and those that were merged into it.
        tie_id: The guardianship through which the guardian asks: of what guardians said and did,
            only that one's is told.
    """
    found = []
    for one in told():
        share = SHARED.get((one.table, one.column))
        if share is not None:
            asked = _of(one, account_ids)
            if share.tie:
                asked = sa.and_(asked, table_of(one).c[share.tie] == tie_id)
            shown = {name: one.shown[name] for name in share.columns}
            rows = _rows(session, one, share.columns, asked)
            found.append(Held(replace(one, shown=shown), rows))
    names = names_of(session, found)
    return [Held(one.holding, [_worded(row, names) for row in one.rows]) for one in found]


def _of(holding: Holding, account_ids: Sequence[uuid.UUID]) -> "sa.ColumnElement[bool]":
    """Return which rows lead to a person; the account itself is told once."""
    return leads_to(holding, *(account_ids[:1] if holding.table == "user" else account_ids))


def _worded(row: Row, names: Mapping[uuid.UUID, str]) -> Row:
    return {
        key: names.get(value, "") if isinstance(value, uuid.UUID) else without_hours(value)
        for key, value in row.items()
    }


def _rows(
    session: "Session",
    holding: Holding,
    columns: Iterable[str],
    which: "sa.ColumnElement[bool]",
) -> list[Row]:
    table = table_of(holding)
    asked = sa.select(*(table.c[name] for name in columns)).where(which)
    if holding.unsaid is not None:
        name, beginning = holding.unsaid
        asked = asked.where(~table.c[name].startswith(beginning))
    found = session.execute(asked.order_by(*table.primary_key.columns)).mappings()
    return [dict(row) for row in found]


def names_of(session: "Session", found: Iterable[Held]) -> dict[uuid.UUID, str]:
    """Return what the rows are called that shown columns name; one query a table."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for one in found:
        table = table_of(one.holding)
        for name in one.holding.shown:
            for key in table.c[name].foreign_keys:
                ids = {row[name] for row in one.rows if row[name] is not None}
                wanted.setdefault(key.column.table.name, set()).update(ids)
    return {
        row_id: " ".join(plain(word) for word in words if word)
        for table_name, ids in wanted.items()
        if table_name in CALLED and ids
        for row_id, *words in session.execute(_called(table_name, ids))
    }


def _called(table_name: str, ids: set[uuid.UUID]) -> sa.Select[Any]:
    table = Base.metadata.tables[table_name]
    return sa.select(table.c.id, *(table.c[name] for name in CALLED[table_name])).where(
        table.c.id.in_(ids)
    )


def plain(value: object) -> str:
    """Return a value as the readable page shows it; an instant by its day in Japan is not ours."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
