"""Reading clients: for every call in a few columns, and for people's pages."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.clients import rules
from app.clients.caller import Caller
from app.clients.models import Client, ClientUsage
from app.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

USAGE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Known:
    """A living client with what its secrets are checked against.

    Attributes:
        caller: As it calls with all it may do.
        secret_sha256: Of the present secret.
        previous_sha256: Of the one before.
        previous_until: Until when that one holds as well; None when it does not.
    """

    caller: Caller
    secret_sha256: str
    previous_sha256: str | None
    previous_until: datetime | None

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Return the digests that hold now, the present one first."""
        if self.previous_sha256 and self.previous_until and now < self.previous_until:
            return (self.secret_sha256, self.previous_sha256)
        return (self.secret_sha256,)


def living(session: "Session") -> dict[str, Known]:
    """Return every client that is not revoked, by its key."""
    rows = session.execute(
        sa.select(
            Client.id,
            Client.key,
            Client.name,
            Client.scopes,
            Client.reports_on,
            Client.origins,
            Client.per_minute,
            Client.secret_sha256,
            Client.previous_sha256,
            Client.previous_until,
        ).where(Client.revoked_at.is_(None))
    )
    return {
        row.key: Known(
            Caller(
                id=row.id,
                key=row.key,
                name=row.name,
                scopes=frozenset(row.scopes),
                reports_on=tuple(row.reports_on),
                origins=frozenset(row.origins),
                per_minute=row.per_minute,
            ),
            row.secret_sha256,
            row.previous_sha256,
            row.previous_until,
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class DayOfUse:
    """What a client did on one day in Japan; ``refused`` of its ``requests`` were."""

    on: date
    requests: int
    statements: int
    refused: int


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as its administrators see it.

    Attributes:
        scopes: In the order of the list.
        days: The last 30 days, today last; days without a call hold zeros.
        last_used_on: The last day with a call, however long ago.
        previous_until_on: The day on which the secret before this one ends; None when none holds.
    """

    id: uuid.UUID
    name: str
    key: str
    scopes: tuple[str, ...]
    reports_on: tuple[str, ...]
    origins: tuple[str, ...]
    per_minute: int
    created_on: date
    rotated_on: date | None
    revoked_on: date | None
    previous_until_on: date | None
    last_used_on: date | None
    days: "Sequence[DayOfUse]"

    @property
    def requests(self) -> int:
        """Calls in the 30 days."""
        return sum(day.requests for day in self.days)

    @property
    def busiest(self) -> int:
        """Calls on the day with the most, at least 1: what a plot is drawn against."""
        return max(1, *(day.requests for day in self.days))

    @property
    def statements(self) -> int:
        """Statements taken in the 30 days."""
        return sum(day.statements for day in self.days)

    @property
    def refused(self) -> int:
        """Calls of the 30 days that were refused."""
        return sum(day.refused for day in self.days)


def clients(session: "Session", *, now: datetime) -> list[ClientRow]:
    """Return every client: the living ones by name, then the revoked ones, newest first."""
    found = session.scalars(sa.select(Client)).all()
    return sorted(_rows(session, found, now), key=_place)


def client(session: "Session", client_id: uuid.UUID, *, now: datetime) -> ClientRow:
    """Return one client, revoked or not.

    Raises:
        NoResultFound: There is none with this id.
    """
    return _rows(session, [session.get_one(Client, client_id)], now)[0]


def living_client(session: "Session", client_id: uuid.UUID, *, now: datetime) -> ClientRow:
    """Return one client that can still be changed.

    Raises:
        NoResultFound: There is none with this id, or it is revoked.
    """
    row = client(session, client_id, now=now)
    if row.revoked_on is not None:
        raise NoResultFound
    return row


def living_client_with_key(session: "Session", key: str) -> uuid.UUID:
    """Return the id of the client with a key.

    Raises:
        NoResultFound: There is none, or it is revoked.
    """
    return session.scalars(
        sa.select(Client.id).where(Client.key == key, Client.revoked_at.is_(None))
    ).one()


def _place(row: ClientRow) -> tuple[bool, int, str, str]:
    revoked = -row.revoked_on.toordinal() if row.revoked_on else 0
    return (row.revoked_on is not None, revoked, row.name, row.key)


def _rows(session: "Session", found: "Sequence[Client]", now: datetime) -> list[ClientRow]:
    ids = [one.id for one in found]
    today = day_of(now)
    since = today - timedelta(days=USAGE_DAYS - 1)
    usage = {
        (row.client_id, row.day): row
        for row in session.scalars(
            sa.select(ClientUsage).where(ClientUsage.client_id.in_(ids), ClientUsage.day >= since)
        )
    }
    last = dict(
        session.execute(
            sa.select(ClientUsage.client_id, sa.func.max(ClientUsage.day))
            .where(ClientUsage.client_id.in_(ids))
            .group_by(ClientUsage.client_id)
        ).all()
    )
    days = [since + timedelta(days=n) for n in range(USAGE_DAYS)]
    return [
        _row(one, [_day(on, usage.get((one.id, on))) for on in days], last.get(one.id), now)
        for one in found
    ]


def _day(on: date, used: ClientUsage | None) -> DayOfUse:
    if used is None:
        return DayOfUse(on, 0, 0, 0)
    return DayOfUse(on, used.requests, used.statements, used.refused)


def _row(
    one: Client, days: "Sequence[DayOfUse]", last_used_on: date | None, now: datetime
) -> ClientRow:
    until = one.previous_until
    return ClientRow(
        id=one.id,
        name=one.name,
        key=one.key,
        scopes=tuple(rules.in_order(one.scopes)),
        reports_on=tuple(one.reports_on),
        origins=tuple(one.origins),
        per_minute=one.per_minute,
        created_on=day_of(one.created_at),
        rotated_on=day_of(one.rotated_at) if one.rotated_at else None,
        revoked_on=day_of(one.revoked_at) if one.revoked_at else None,
        previous_until_on=day_of(until) if until and now < until else None,
        last_used_on=last_used_on,
        days=tuple(days),
    )
