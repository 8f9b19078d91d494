"""Store statements. All of it happens inside the caller's transaction."""

import uuid
from datetime import UTC
from typing import TYPE_CHECKING, Any

import orjson

from app.lrs.errors import StatementConflict, VoidingRefused
from app.lrs.events import ReportReceived, StatementsStored
from app.lrs.rules import AUTHORITY_NAME, may_void
from app.lrs.service.preparing import Attached, Received, prepare
from app.lrs.store import attachments as attachment_store
from app.lrs.store import settings as setting_store
from app.lrs.store import statements as statement_store
from app.lrs.store.words import keep_words
from app.outbox import service as outbox
from app.xapi.compare import is_same
from app.xapi.instants import to_milliseconds
from app.xapi.statement import Agent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.db import Json
    from app.lrs.entry import Entry
    from app.xapi.validate import Version

_TOLD_AT_ONCE = 50
"""Statement ids an event names."""


def record(
    session: "Session",
    statement: "Json",
    *,
    now: "datetime",
    authority: "Json | None" = None,
    version: "Version" = "2.0",
) -> uuid.UUID:
    """Store one statement of this platform, unless it is stored already.

    Args:
        session: Inside a transaction.
        statement: As JSON; it is not changed.
        now: The time of storing.
        authority: Who asserts it, an xAPI Agent or Group. None means this platform, an account
            of the actor's own home page.
        version: The edition of xAPI it follows.

    Returns:
        The statement's id: its own, or a new one.

    Raises:
        StatementInvalid: With every fault.
        StatementConflict: Its id belongs to a statement that says something else.
    """
    return _record(session, [statement], now, authority, version, is_batch=False)[0]


def record_all(
    session: "Session",
    statements: "Sequence[Json]",
    *,
    now: "datetime",
    authority: "Json | None" = None,
    version: "Version" = "2.0",
    is_new: bool = False,
) -> list[uuid.UUID]:
    """Store a batch: all of it, or none. See ``record``.

    Args:
        session: Inside a transaction.
        statements: As JSON.
        now: The time of storing.
        authority: Who asserts them.
        version: The edition of xAPI they follow.
        is_new: Whether this platform made them just now, of what its own classes say or of what
            is in this store. Their ids are random and were told to nobody: nothing can be stored
            under them, and nobody looks. Nor does anybody look for faults: such statements have
            none (a property that is tested, on all that people do as well).

    Raises:
        StatementInvalid: With every fault of every statement, as ``$[index]…``; also when two
            statements of the batch have one id.
        StatementConflict: As in ``record``.
    """
    if not statements:
        return []
    return _record(session, statements, now, authority, version, is_new=is_new)


def store(
    session: "Session",
    entries: "Sequence[Entry]",
    *,
    now: "datetime",
    attached: "Collection[Attached]" = (),
    tells_reports: bool = False,
) -> list[uuid.UUID]:
    """Store prepared statements: all of them, or none.

    Args:
        session: Inside a transaction; on SQLite it holds the write lock already.
        entries: From ``prepare``.
        now: The time of storing, taken inside the transaction: ``stored`` then grows in the order
            of committing, as far as the engine allows.
        attached: The bytes of their attachments.
        tells_reports: Whether those that count are told to who keeps progress.

    Returns:
        The ids, in order.

    Raises:
        StatementConflict: An id belongs to a statement that says something else.
        VoidingRefused: It would take back what somebody else vouches for.
        StatementRace: Another transaction stored one of the ids just now. Do it all again.
    """
    stored_at = to_milliseconds(now.astimezone(UTC))
    for entry in entries:
        entry.stored = stored_at
    connection = session.connection()
    known = statement_store.stored(connection, [entry.id for entry in entries if entry.is_named])
    for entry in entries:
        if entry.id in known and not _is_second_sending(known[entry.id], entry):
            raise StatementConflict(entry.id)
    new = [entry for entry in entries if entry.id not in known] if known else entries
    if new:
        _expect_own_targets(session, new)
        keep_words(session, [entry.words for entry in new])
        statement_store.insert(connection, new)
        attachment_store.keep(session, attached, now=stored_at)
        _tell(session, new, now=stored_at, tells_reports=tells_reports)
    return [entry.id for entry in entries]


def announce(session: "Session", *, on: bool) -> None:
    """Say whether every stored batch is told in the outbox (``StatementsStored``)."""
    setting_store.announce(session, on=on)


def _record(
    session: "Session",
    statements: "Sequence[Json]",
    now: "datetime",
    authority: "Json | None",
    version: "Version",
    *,
    is_batch: bool = True,
    is_new: bool = False,
) -> list[uuid.UUID]:
    entries = prepare(
        [Received(orjson.dumps(one), one) for one in statements],
        authority=authority or _platform(statements),
        version=version,
        counts=_always,
        is_batch=is_batch,
        is_valid=is_new,
    )
    if is_new:
        for entry in entries:
            entry.is_named = False
    return store(session, entries, now=now)


def _always(_activity: str) -> bool:
    return True


def _tell(
    session: "Session", new: "Sequence[Entry]", *, now: "datetime", tells_reports: bool
) -> None:
    taken_back = [entry.target for entry in new if entry.is_voiding and entry.target]
    runs: set[uuid.UUID] = set()
    if taken_back:
        runs = statement_store.registrations_of(session.connection(), taken_back)
    if tells_reports:
        runs |= {entry.registration for entry in new if entry.counts and entry.registration}
    for run in sorted(runs):
        outbox.publish(session, ReportReceived(run, now))
    if setting_store.announces(session):
        ids = [entry.id for entry in new]
        for start in range(0, len(ids), _TOLD_AT_ONCE):
            told = StatementsStored(tuple(ids[start : start + _TOLD_AT_ONCE]), now)
            outbox.publish(session, told)


def _expect_own_targets(session: "Session", entries: "Sequence[Entry]") -> None:
    voidings = {entry.target: entry for entry in entries if entry.is_voiding and entry.target}
    if not voidings:
        return
    vouching = statement_store.authorities_of(session.connection(), list(voidings))
    for target, authority in vouching.items():
        if not may_void(voidings[target].authority, authority):
            raise VoidingRefused(target)


def _is_second_sending(old: str, new: "Entry") -> bool:
    before: dict[str, Any] = orjson.loads(old)
    return is_same(before, orjson.loads(new.doc))


def _platform(statements: "Sequence[Json]") -> "Json | None":
    """Return this platform as an agent; None where no valid actor tells its home page."""
    actor = statements[0].get("actor")
    account = actor.get("account") if isinstance(actor, dict) else None
    home_page = account.get("homePage") if isinstance(account, dict) else None
    return Agent(home_page, AUTHORITY_NAME).as_json() if isinstance(home_page, str) else None
