"""What an erasure would do, counted before it is done."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import queries as identity
from app.lrs.service import erasure
from app.privacy.holdings import HOLDINGS, Fate, Holding
from app.privacy.queries.rows import leads_to, table_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.ui.strings import Lazy


@dataclass(frozen=True, slots=True)
class Line:
    """What a page says of the rows of one holding; ``why`` is None for what goes."""

    title: "Lazy"
    count: int
    why: "Lazy | None"


@dataclass(frozen=True, slots=True)
class Effect:
    """What would go and what would stay; only what there is anything of."""

    extent: erasure.Extent
    goes: Sequence[Line]
    stays: Sequence[Line]


def effect(session: "Session", user_id: uuid.UUID) -> Effect:
    """Count what erasing somebody would do; three queries, and those of the record store."""
    accounts = identity.accounts_of(session, user_id)
    home_page = identity.installation(session).actor_home_page
    whom = erasure.whom(session, accounts[0].actor_name, home_page=home_page, accounts=accounts)
    ids = [one.id for one in accounts]
    told = [one for one in HOLDINGS if one.title is not None and one.table != "user"]
    counts = session.execute(sa.select(*(_count(one, ids) for one in told))).one()
    lines = [
        (one.fate, Line(one.title, count, one.why))
        for one, count in zip(told, counts, strict=True)
        if count and one.title is not None
    ]
    return Effect(
        extent=erasure.extent(session, whom),
        goes=[line for fate, line in lines if fate is Fate.DELETED],
        stays=[line for fate, line in lines if fate is not Fate.DELETED],
    )


def _count(one: Holding, ids: Sequence[uuid.UUID]) -> "sa.ScalarSelect[int]":
    asked = sa.select(sa.func.count()).select_from(table_of(one)).where(leads_to(one, *ids))
    return asked.scalar_subquery()
