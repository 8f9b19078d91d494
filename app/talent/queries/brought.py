"""What a program of another installation brought, as it may read it back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.talent.arrivals import HELD
from app.talent.models import ReceivedCredential

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Brought:
    """A page of credentials, in the form in which each came; ``total`` is of all pages."""

    credentials: list[dict[str, Any]]
    tokens: list[str]
    total: int


def page(
    session: "Session",
    client_id: uuid.UUID,
    *,
    limit: int,
    offset: int,
    since: datetime | None = None,
) -> Brought:
    """Return what a program brought and is here, each in its current revision.

    Args:
        session: Any.
        client_id: The program.
        limit: At most so many.
        offset: After so many.
        since: Only those valid from later than this.
    """
    where = [ReceivedCredential.client_id == client_id, ReceivedCredential.state.in_(HELD)]
    if since is not None:
        where.append(ReceivedCredential.valid_from > since)
    total = session.scalar(sa.select(sa.func.count()).where(*where)) or 0
    rows = session.execute(
        sa.select(ReceivedCredential.jwt, ReceivedCredential.di)
        .where(*where)
        .order_by(ReceivedCredential.received_at, ReceivedCredential.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return Brought(
        credentials=[orjson.loads(row.di) for row in rows if not row.jwt],
        tokens=[row.jwt.decode() for row in rows if row.jwt],
        total=total,
    )
