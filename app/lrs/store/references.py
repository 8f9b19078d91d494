"""Statements that point at others: what they lead to, and what a voiding does."""

from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.db import Base
from app.lrs.models import StatementReference, StatementReferenceWord, StoredStatement
from app.lrs.rules import VOIDED_KEY, key_of, may_void, words_of
from app.lrs.store.bulk import bulk_of, rows_with
from app.lrs.store.words import INSERT

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable, Sequence

    from app.lrs.entry import Entry
    from app.lrs.rules import Words

_STATEMENTS = Base.metadata.tables[StoredStatement.__tablename__]
_REFERENCES = Base.metadata.tables[StatementReference.__tablename__]
_WORDS = Base.metadata.tables[StatementReferenceWord.__tablename__]
_LONGEST_CHAIN = 100
"""References that are followed; a longer chain is nobody's statement about a statement."""

_MOST_FOLLOWERS = 1000
"""Statements that a late link of a chain is told to; more would be somebody's attack."""

_INSERT = {
    (dialect, table): insert(table).on_conflict_do_nothing()
    for dialect, insert in INSERT.items()
    for table in (_REFERENCES, _WORDS)
}
_POINTING_AT = "SELECT target_id, seq, is_voiding FROM statement_ref WHERE target_id IN"


def lead_on(connection: sa.Connection, seqs: "Sequence[int]", entries: "Sequence[Entry]") -> None:
    """Note what each statement points at, and what that leads to in turn; void what it voids.

    All of the batch is inserted already.
    """
    pointing = [(seq, one) for seq, one in zip(seqs, entries, strict=True) if one.target]
    rows = [
        {"target_id": one.target, "seq": seq, "is_voiding": one.is_voiding}
        for seq, one in pointing
    ]
    _insert(connection, _REFERENCES, rows)
    for seq, one in pointing:
        leads = _leads_of(connection, one.target)
        pointing_here = _pointing_at(connection, [one.id])[:_MOST_FOLLOWERS]
        followers = [seq, *(row[1] for row in pointing_here)]
        more = [
            {"target_id": lead, "seq": follower, "is_voiding": False}
            for lead in leads
            for follower in followers
        ]
        _insert(connection, _REFERENCES, more)
        for authority, words, registration, id_ in _known(connection, leads):
            _keep_words(connection, followers, words, registration)
            if id_ == one.target and one.is_voiding and may_void(one.authority, authority):
                _void(connection, id_)


def meet(connection: sa.Connection, entries: "Sequence[Entry]") -> None:
    """Let statements be found by those that pointed at them before they came; void the voided.

    After inserting: on PostgreSQL a voiding that came first is visible now, and one that comes
    later waits for us (see ``statements.insert``).
    """
    named = {entry.id: entry for entry in entries if entry.is_named}
    for target, seq, is_voiding in _pointing_at(connection, sorted(named)):
        entry = named[target]
        _keep_words(connection, [seq], entry.words, entry.registration)
        if is_voiding and _vouched_alike(connection, seq, entry.authority):
            _void(connection, entry.id)


def _pointing_at(
    connection: sa.Connection, ids: "Sequence[uuid.UUID]"
) -> "list[tuple[uuid.UUID, int, bool]]":
    """Return who points at these statements: the target, where it is, whether it voids."""
    bulk = bulk_of(connection)
    found = rows_with(connection, _POINTING_AT, [bulk.write_uuid(one) for one in ids])
    return [(bulk.read_uuid(target), seq, bool(voids)) for target, seq, voids in found]


def _leads_of(connection: sa.Connection, target: "uuid.UUID | None") -> "list[uuid.UUID]":
    """Return a statement's id and those it points at in turn, as far as they are here."""
    onward = connection.execute(
        sa.select(_REFERENCES.c.target_id)
        .join(_STATEMENTS, _STATEMENTS.c.seq == _REFERENCES.c.seq)
        .where(_STATEMENTS.c.id == target)
        .limit(_LONGEST_CHAIN)
    )
    return [one for one in (target, *onward.scalars()) if one is not None]


def _known(
    connection: sa.Connection, ids: "Collection[uuid.UUID]"
) -> "Iterable[tuple[int | None, Words, uuid.UUID | None, uuid.UUID]]":
    """Return authority, words and registration of the statements that are here."""
    columns = ("authority_key", "registration", "id", "doc")
    found = connection.execute(
        sa.select(*(_STATEMENTS.c[name] for name in columns)).where(_STATEMENTS.c.id.in_(ids))
    ).all()
    for authority, registration, id_, doc in found:
        value: dict[str, Any] = orjson.loads(doc)
        yield authority, words_of(value, value["authority"]), registration, id_


def _keep_words(
    connection: sa.Connection,
    followers: "Sequence[int]",
    words: "Words",
    registration: "uuid.UUID | None",
) -> None:
    keys = {words.verb_key, *words.agent_keys, *words.activity_keys}
    if registration is not None:
        keys.add(key_of(str(registration)))
    rows = [{"key": key, "seq": seq} for key in sorted(keys) for seq in followers]
    _insert(connection, _WORDS, rows)


def _vouched_alike(connection: sa.Connection, seq: int, authority: str | None) -> bool:
    """Whether the statement at ``seq`` has this authority."""
    found = connection.execute(
        sa.select(_STATEMENTS.c.authority_key).where(_STATEMENTS.c.seq == seq)
    ).scalar()
    return authority is not None and found == key_of(authority)


def _void(connection: sa.Connection, id_: "uuid.UUID") -> None:
    """Mark a statement as voided, unless it is a voiding itself (Data 2.3.2)."""
    connection.execute(
        sa.update(_STATEMENTS)
        .where(_STATEMENTS.c.id == id_, _STATEMENTS.c.verb_key != VOIDED_KEY)
        .values(voided=True)
    )


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(_INSERT[connection.dialect.name, table], rows)
