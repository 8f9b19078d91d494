"""Which rows of a table lead to a person."""

import uuid

import sqlalchemy as sa

from app.db import Base
from app.privacy.holdings import Fate, Holding, of_table


def table_of(holding: Holding) -> sa.Table:
    """Return the table of a holding."""
    return Base.metadata.tables[holding.table]


def leads_to(holding: Holding, *account_ids: uuid.UUID) -> sa.ColumnElement[bool]:
    """Return the clause of a holding's rows, over the table it goes through if it has one."""
    column = table_of(holding).c[holding.column]
    if not holding.via:
        return column.in_(account_ids)
    ways = [way for way in of_table(holding.via) if not way.via and way.fate is Fate.DELETED]
    parent = Base.metadata.tables[holding.via]
    key = next(iter(parent.primary_key.columns))
    return column.in_(sa.select(key).where(sa.or_(*(leads_to(way, *account_ids) for way in ways))))
