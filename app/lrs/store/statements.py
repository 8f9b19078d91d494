"""Insert statements with their reference rows."""

import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.db import Base
from app.lrs.errors import StatementRace
from app.lrs.models import StoredStatement
from app.lrs.rules import Role, key_of
from app.lrs.store import references
from app.lrs.store.bulk import AT_ONCE, bulk_of, rows_with

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.lrs.entry import Entry
    from app.lrs.store.bulk import Postgresql, Sqlite

_STATEMENTS = Base.metadata.tables[StoredStatement.__tablename__]
_WITH_IDS = sa.bindparam("ids", expanding=True, type_=sa.Uuid)
_RUNS = sa.select(_STATEMENTS.c.registration).where(
    _STATEMENTS.c.id.in_(_WITH_IDS), _STATEMENTS.c.counts.is_(True)
)
_VOUCHING = sa.select(_STATEMENTS.c.id, _STATEMENTS.c.authority_key).where(
    _STATEMENTS.c.id.in_(_WITH_IDS)
)


def stored(connection: sa.Connection, ids: "Collection[uuid.UUID]") -> dict[uuid.UUID, str]:
    """Return the texts of those statements that are stored already, by id."""
    bulk = bulk_of(connection)
    wanted = [bulk.write_uuid(one) for one in sorted(ids)]
    found = rows_with(connection, "SELECT id, doc FROM statement WHERE id IN", wanted)
    return {bulk.read_uuid(row[0]): row[1] for row in found}


def insert(connection: sa.Connection, entries: "Sequence[Entry]") -> None:
    """Insert statements that are not stored yet, whose words are; void what has to be voided.

    Raises:
        StatementRace: One of them was stored by another transaction meanwhile.
    """
    if connection.dialect.name == "postgresql" and any(entry.target for entry in entries):
        # Whoever is storing a target now must be seen by us, or see us. After the words, as
        # everybody else: the other order waits in a circle.
        connection.execute(sa.text("LOCK TABLE statement IN SHARE ROW EXCLUSIVE MODE"))
    bulk = bulk_of(connection)
    try:
        seqs = bulk.insert_statements(connection, list(map(_row_maker(bulk), entries)))
    except IntegrityError as error:
        raise StatementRace from error
    _insert_words(connection, bulk, seqs, entries)
    references.lead_on(connection, seqs, entries)
    references.meet(connection, entries)


def registrations_of(connection: sa.Connection, ids: "Sequence[uuid.UUID]") -> set[uuid.UUID]:
    """Return the registrations that statements name, of those that count."""
    return {
        found
        for start in range(0, len(ids), AT_ONCE)
        for found in connection.execute(_RUNS, {"ids": ids[start : start + AT_ONCE]}).scalars()
        if found is not None
    }


def authorities_of(
    connection: sa.Connection, ids: "Sequence[uuid.UUID]"
) -> dict[uuid.UUID, int | None]:
    """Return the keys of who vouches for statements, by id, of those that are here."""
    return {
        row[0]: row[1]
        for start in range(0, len(ids), AT_ONCE)
        for row in connection.execute(_VOUCHING, {"ids": ids[start : start + AT_ONCE]})
    }


def _row_maker(bulk: "type[Sqlite] | type[Postgresql]") -> Any:  # noqa: ANN401  a closure
    uuid_, instant = bulk.write_uuid, bulk.instant

    def row(entry: "Entry") -> tuple[Any, ...]:
        words = entry.words
        if entry.stored is None:
            raise ValueError("not stored yet")
        return (
            uuid_(entry.id),
            instant(entry.stored),
            instant(entry.happened),
            words.verb_key,
            _first(words.agent_keys, Role.ACTOR),
            _first(words.activity_keys, Role.OBJECT) or _first(words.agent_keys, Role.OBJECT),
            key_of(entry.authority) if entry.authority else None,
            uuid_(entry.registration),
            entry.counts,
            False,
            entry.doc,
        )

    return row


def _insert_words(
    connection: sa.Connection,
    bulk: "type[Sqlite] | type[Postgresql]",
    seqs: "Sequence[int]",
    entries: "Sequence[Entry]",
) -> None:
    agents = [
        (key, seq, role)
        for seq, entry in zip(seqs, entries, strict=True)
        for key, role in entry.words.agent_keys.items()
    ]
    activities = [
        (key, seq, role)
        for seq, entry in zip(seqs, entries, strict=True)
        for key, role in entry.words.activity_keys.items()
    ]
    if agents:
        bulk.insert(connection, "statement_agent", agents)
    if activities:
        bulk.insert(connection, "statement_activity", activities)


def _first(roles: dict[int, Role], wanted: Role) -> int | None:
    for key, role in roles.items():
        if role is wanted:
            return key
    return None
