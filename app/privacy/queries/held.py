"""Everything that is held of a person, as a download tells it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.db import Base
from app.privacy.holdings import Holding, told
from app.privacy.queries.rows import leads_to, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Row = Mapping[str, Any]

CALLED: Mapping[str, tuple[str, ...]] = {
    "user": ("family_name", "given_name"),
    "organization": ("name",),
    "class": ("title",),
    "course": ("slug",),
    "draft": ("slug",),
    "bank_item": ("key",),
    "sign_in_provider": ("name",),
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
        table = table_of(one)
        columns = [column for column in table.columns if column.name not in one.secret]
        whose = account_ids[:1] if one.table == "user" else account_ids
        asked = sa.select(*columns).where(leads_to(one, *whose))
        rows = session.execute(asked.order_by(*table.primary_key.columns)).mappings().all()
        yield Held(one, [dict(row) for row in rows])


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
        row_id: " ".join(filter(None, words))
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
