"""Store statements."""

import uuid
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from app.lrs.errors import StatementConflict, StatementInvalid
from app.lrs.rules import AUTHORITY_NAME, completed, target_of, words_of
from app.lrs.store import statements as store
from app.lrs.store.statements import Entry, Stored
from app.xapi.compare import fingerprint, is_same
from app.xapi.instants import read_timestamp, to_milliseconds, write_timestamp
from app.xapi.statement import Agent
from app.xapi.validate import Fault, faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.db import Json
    from app.xapi.validate import Version

_ADDED_VERSION = {"1.0.3": "1.0.0", "2.0": "2.0.0"}
"""What a statement without a version gets (Data 2.4.10; 2.0: 4.2.4.3)."""


def record(
    session: "Session",
    statement: "Json",
    *,
    now: datetime,
    authority: "Json | None" = None,
    version: "Version" = "2.0",
) -> uuid.UUID:
    """Store one statement, unless it is stored already.

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
    found = faults(statement, version)
    if found:
        raise StatementInvalid(found)
    return _store(session, [statement], now, authority, version)[0]


def record_all(
    session: "Session",
    statements: "Sequence[Json]",
    *,
    now: datetime,
    authority: "Json | None" = None,
    version: "Version" = "2.0",
) -> list[uuid.UUID]:
    """Store a batch: all of it, or none. See ``record``.

    Raises:
        StatementInvalid: With every fault of every statement, as ``$[index]…``; also when two
            statements of the batch have one id.
        StatementConflict: As in ``record``.
    """
    found = [
        fault
        for index, statement in enumerate(statements)
        for fault in faults(statement, version, at=f"$[{index}]")
    ]
    found = found or _repeated_ids(statements)
    if found:
        raise StatementInvalid(found)
    return _store(session, statements, now, authority, version) if statements else []


def _store(
    session: "Session",
    statements: "Sequence[Json]",
    now: datetime,
    authority: "Json | None",
    version: "Version",
) -> list[uuid.UUID]:
    stored = to_milliseconds(now)
    stored_text = write_timestamp(stored)
    entries = [
        _entry(
            completed(
                statement,
                uuid.uuid4(),
                stored=stored_text,
                authority=authority or _platform(statement),
                version=_ADDED_VERSION[version],
            ),
            stored,
        )
        for statement in statements
    ]
    seqs = store.insert(session, entries)
    new = [entry for entry in entries if entry.id in seqs]
    if len(new) < len(entries):
        _expect_same(session, [entry for entry in entries if entry.id not in seqs], seqs)
    store.insert_references(session, new, seqs)
    targets = {entry.target for entry in new if entry.is_voiding and entry.target is not None}
    if targets:
        store.void(session, targets)
    return [entry.id for entry in entries]


def _entry(statement: dict[str, Any], stored: datetime) -> Entry:
    registration = statement.get("context", {}).get("registration")
    target = target_of(statement)
    return Entry(
        id=uuid.UUID(statement["id"]),
        stored=stored,
        timestamp=read_timestamp(statement["timestamp"]),
        registration=uuid.UUID(registration) if registration else None,
        target=uuid.UUID(target) if target else None,
        words=words_of(statement),
        fingerprint=fingerprint(statement),
        doc=orjson.dumps(statement).decode(),
    )


def _expect_same(
    session: "Session", entries: "Sequence[Entry]", inserted: dict[uuid.UUID, int]
) -> None:
    known = store.stored(session, [entry.id for entry in entries])
    for entry in entries:
        if not _is_second_sending(known[entry.id], entry):
            store.take_back(session, inserted.values())
            raise StatementConflict(entry.id)


def _is_second_sending(old: Stored, new: Entry) -> bool:
    if old.fingerprint == new.fingerprint and old.timestamp == new.timestamp:
        return True  # the usual retry, told without reading the document
    return is_same(orjson.loads(old.doc), orjson.loads(new.doc))


def _platform(statement: "Json") -> "Json":
    account = statement["actor"].get("account")
    if account is None:
        raise ValueError("an actor without an account needs an explicit authority")
    return Agent(account["homePage"], AUTHORITY_NAME).as_json()


def _repeated_ids(statements: "Sequence[Json]") -> list[Fault]:
    ids = [str(it["id"]).lower() if "id" in it else None for it in statements]
    often = {key for key, count in Counter(ids).items() if key is not None and count > 1}
    return [
        Fault(f"$[{index}].id", "is the id of another statement in this batch (Communication 2.1)")
        for index, key in enumerate(ids)
        if key in often
    ]
