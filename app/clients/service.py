"""Adding, changing, rotating and revoking clients, and what they used."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.clients import rules
from app.clients.errors import NameTaken
from app.clients.models import Client, ClientUsage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Used = tuple[int, int, int]
"""Requests, statements, refused requests."""

Sums = dict[tuple[uuid.UUID, date], Used]
"""By client and day in Japan."""

LONGEST_GRACE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a client may do.

    Attributes:
        name: For people, 1 to 120 characters.
        scopes: Of ``rules.SCOPES``, at least one.
        reports_on: Beginnings of activity IRIs, as ``rules.beginning_of`` returns them.
        origins: Of web pages, as ``rules.origin_of`` returns them.
        per_minute: Requests a minute, at least 1.
    """

    name: str
    scopes: frozenset[str]
    reports_on: Sequence[str] = ()
    origins: Sequence[str] = ()
    per_minute: int = rules.DEFAULT_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Issued:
    """A client's key with its new secret, which is told this once and kept nowhere."""

    client_id: uuid.UUID
    name: str
    key: str
    secret: str


def add_client(
    session: "Session",
    permissions: Permissions,
    *,
    now: datetime,
    created_by: uuid.UUID | None = None,
) -> Issued:
    """Let a program in.

    Args:
        session: The unit of work.
        permissions: What it may do.
        now: The present instant.
        created_by: The administrator; None for the command line.

    Raises:
        NameTaken: A living client has this name.
    """
    _expect_free(session, permissions.name)
    secret = rules.secret_from(secrets.token_bytes(rules.SECRET_BYTES))
    client = Client(
        id=uuid.uuid4(),
        key=rules.key_from(secrets.token_bytes(rules.KEY_BYTES)),
        secret_sha256=rules.digest(secret),
        created_at=now,
        created_by=created_by,
    )
    _settle(client, permissions)
    session.add(client)
    session.flush()
    _note(session, "client.added", client, now=now, by=created_by)
    return Issued(client.id, client.name, client.key, secret)


def change_client(
    session: "Session",
    client_id: uuid.UUID,
    permissions: Permissions,
    *,
    now: datetime,
    by: uuid.UUID | None = None,
) -> None:
    """Change what a living client is called and may do; its secret stays.

    Raises:
        NoResultFound: There is no such client, or it is revoked.
        NameTaken: Another living client has this name.
    """
    client = _living(session, client_id)
    _expect_free(session, permissions.name, besides=client_id)
    _settle(client, permissions)
    session.flush()
    _note(session, "client.changed", client, now=now, by=by)


def rotate_secret(
    session: "Session",
    client_id: uuid.UUID,
    *,
    now: datetime,
    grace: timedelta = timedelta(0),
    by: uuid.UUID | None = None,
) -> Issued:
    """Give a living client a new secret.

    Args:
        session: The unit of work.
        client_id: Whose.
        now: The present instant.
        grace: For how long the secret before this one holds as well, with its tokens, so that a
            program can be switched over without a gap. At most a week; zero ends it at once. One
            before that ends in any case.
        by: The administrator; None for the command line.

    Raises:
        NoResultFound: There is no such client, or it is revoked.
        ValueError: The grace is longer than a week, or negative.
    """
    if not timedelta(0) <= grace <= LONGEST_GRACE:
        raise ValueError("a grace is up to a week")
    client = _living(session, client_id)
    secret = rules.secret_from(secrets.token_bytes(rules.SECRET_BYTES))
    client.previous_sha256 = client.secret_sha256 if grace else None
    client.previous_until = now + grace if grace else None
    client.secret_sha256 = rules.digest(secret)
    client.rotated_at = now
    session.flush()
    _note(session, "client.rotated", client, now=now, by=by)
    return Issued(client.id, client.name, client.key, secret)


def revoke_client(
    session: "Session", client_id: uuid.UUID, *, now: datetime, by: uuid.UUID | None = None
) -> None:
    """End a client for good; what it sent stays, and so does what it used.

    Raises:
        NoResultFound: There is no such client, or it is revoked already.
    """
    client = _living(session, client_id)
    client.revoked_at = now
    client.previous_sha256 = client.previous_until = None
    session.flush()
    _note(session, "client.revoked", client, now=now, by=by)


def _note(
    session: "Session", action: str, client: Client, *, now: datetime, by: uuid.UUID | None
) -> None:
    details = {"scopes": list(client.scopes)}
    audit.record(session, action, now=now, by=by, subject=client.id, details=details)


def _living(session: "Session", client_id: uuid.UUID) -> Client:
    return session.scalars(
        sa.select(Client)
        .where(Client.id == client_id, Client.revoked_at.is_(None))
        .with_for_update()
    ).one()


def _expect_free(session: "Session", name: str, *, besides: uuid.UUID | None = None) -> None:
    same = sa.select(Client.id).where(Client.name == name, Client.revoked_at.is_(None))
    if any(found != besides for found in session.scalars(same)):
        raise NameTaken


def _settle(client: Client, permissions: Permissions) -> None:
    client.name = permissions.name
    client.scopes = rules.in_order(permissions.scopes)
    client.reports_on = list(dict.fromkeys(permissions.reports_on))
    client.origins = list(dict.fromkeys(permissions.origins))
    client.per_minute = permissions.per_minute


# --- usage --------------------------------------------------------------------------------------


def together(first: Sums, second: Sums) -> Sums:
    """Return two sums as one."""
    both = dict(first)
    for place, (requests, statements, refused) in second.items():
        had = both.get(place, (0, 0, 0))
        both[place] = (had[0] + requests, had[1] + statements, had[2] + refused)
    return both


def add_usage(session: "Session", sums: Sums) -> None:
    """Add what was used to each client's day.

    Processes do so at the same time: all in one order, so that none waits for another in a ring.
    A day's row is updated, or inserted by whoever comes first. What a client used that is not
    there any more (a backup was put back) is left out.
    """
    for place in sorted(sums):
        if not _add(session, place, sums[place]):
            _insert(session, place, sums[place])


def _add(session: "Session", place: tuple[uuid.UUID, date], used: Used) -> bool:
    client_id, day = place
    requests, statements, refused = used
    done = session.execute(
        sa.update(ClientUsage)
        .where(ClientUsage.client_id == client_id, ClientUsage.day == day)
        .values(
            requests=ClientUsage.requests + requests,
            statements=ClientUsage.statements + statements,
            refused=ClientUsage.refused + refused,
        )
        .execution_options(synchronize_session=False)
    )
    return bool(cast("sa.CursorResult[Any]", done).rowcount)


def _insert(session: "Session", place: tuple[uuid.UUID, date], used: Used) -> None:
    names = ("client_id", "day", "requests", "statements", "refused")
    try:
        with session.begin_nested():
            session.execute(sa.insert(ClientUsage), dict(zip(names, (*place, *used), strict=True)))
    except IntegrityError:  # another process came first, or there is no such client
        _add(session, place, used)
