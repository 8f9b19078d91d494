"""Delete and rewrite stored statements: the only module that may, and only for an erasure."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.db import Base
from app.lrs.models import (
    ErasedTally,
    KnownAgent,
    StatementActivity,
    StatementAgent,
    StatementReference,
    StatementReferenceWord,
    StoredStatement,
)
from app.lrs.rules import key_of
from app.lrs.store import known
from app.lrs.store.words import INSERT, keep_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.lrs.rules import Words

_STATEMENTS = Base.metadata.tables[StoredStatement.__tablename__]
_AGENTS = Base.metadata.tables[StatementAgent.__tablename__]
_ACTIVITIES = Base.metadata.tables[StatementActivity.__tablename__]
_REFERENCES = Base.metadata.tables[StatementReference.__tablename__]
_LED_TO = Base.metadata.tables[StatementReferenceWord.__tablename__]
_TALLY = Base.metadata.tables[ErasedTally.__tablename__]
_AT_ONCE = 500
_FIGURES = ("statements", "successes", "scores", "scaled_sum")


@dataclass(frozen=True, slots=True)
class Found:
    """A stored statement in which somebody occurs: its columns, and what it says."""

    seq: int
    id: uuid.UUID
    timestamp: datetime
    verb_key: int
    actor_key: int | None
    object_key: int | None
    authority_key: int | None
    registration: uuid.UUID | None
    voided: bool
    doc: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A statement without the person, to be put in the old one's place.

    Attributes:
        old: What is stored.
        doc: The new text.
        registration: The run it names, if it still does.
        roles: Roles in which «erased» occurs, by identifier.
        words: All its words.
    """

    old: Found
    doc: str
    registration: uuid.UUID | None
    roles: Mapping[str, int]
    words: "Words"


@dataclass(slots=True)
class Tally:
    """What is counted of erased statements of one month, verb and activity."""

    statements: int = 0
    successes: int = 0
    scores: int = 0
    scaled_sum: float = 0.0


def agents_of_account(session: "Session", name: uuid.UUID) -> list[str]:
    """Return the identifiers of all accounts with this name, of whatever home page."""
    return list(
        session.scalars(sa.select(KnownAgent.identifier).where(KnownAgent.account_id == name))
    )


def agents_spelled_like(session: "Session", identifier: str) -> list[str]:
    """Return the identifiers that differ from this one in upper and lower case at most."""
    return list(
        session.scalars(
            sa.select(KnownAgent.identifier).where(
                sa.func.lower(KnownAgent.identifier) == identifier.lower()
            )
        )
    )


def occurrences(
    session: "Session",
    keys: Collection[int],
    *,
    after: int = 0,
    limit: int = _AT_ONCE,
    is_locking: bool = False,
) -> list[Found]:
    """Return statements in which an agent occurs, in the order of storing.

    Args:
        session: Any.
        keys: The agent's; a person may have several.
        after: ``seq`` of the last one seen.
        limit: How many at most.
        is_locking: Whether PostgreSQL locks the rows, so that two erasures of one person do not
            count a statement twice.
    """
    seqs = (
        sa.select(_AGENTS.c.seq)
        .where(_AGENTS.c.agent_key.in_(sorted(keys)), _AGENTS.c.seq > after)
        .distinct()
        .order_by(_AGENTS.c.seq)
        .limit(limit)
    )
    numbers = session.connection().execute(seqs).scalars().all()
    if not numbers:
        return []
    names = [name for name in Found.__slots__ if name != "value"]
    wanted = (
        sa.select(*(_STATEMENTS.c[name] for name in names))
        .where(_STATEMENTS.c.seq.in_(numbers))
        .order_by(_STATEMENTS.c.seq)
    )
    rows = session.connection().execute(wanted.with_for_update() if is_locking else wanted)
    return [Found(**row, value=orjson.loads(row["doc"])) for row in rows.mappings()]


def docs_of(session: "Session", ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the texts of statements by id, as far as they are here."""
    return {
        id_: doc
        for page in _pages(sorted(ids))
        for id_, doc in session.connection().execute(
            sa.select(_STATEMENTS.c.id, _STATEMENTS.c.doc).where(_STATEMENTS.c.id.in_(page))
        )
    }


def delete(
    session: "Session", gone: Sequence[tuple[Found, "Words"]], keys: Collection[int]
) -> None:
    """Delete statements with their reference rows.

    Statements that point at them go on doing so, as at one that has never come; but what those
    found through them they find no more.

    Args:
        session: Inside a transaction.
        gone: The statements, with their words.
        keys: The person's.
    """
    connection = session.connection()
    seqs = [found.seq for found, _ in gone]
    agents = {(key_of(word), found.seq) for found, words in gone for word in words.agents}
    activities = {(key_of(word), found.seq) for found, words in gone for word in words.activities}
    _delete_pairs(connection, _AGENTS, "agent_key", agents)
    _delete_pairs(connection, _ACTIVITIES, "activity_key", activities)
    _forget_rows(connection, keys, seqs)
    for found, _ in gone:
        if found.value["object"].get("objectType") == "StatementRef":
            _cut_chain(connection, found)
    for page in _pages(seqs):
        connection.execute(sa.delete(_REFERENCES).where(_REFERENCES.c.seq.in_(page)))
        connection.execute(sa.delete(_LED_TO).where(_LED_TO.c.seq.in_(page)))
        connection.execute(sa.delete(_STATEMENTS).where(_STATEMENTS.c.seq.in_(page)))


def rewrite(
    session: "Session", changed: Sequence[Rewritten], successors: Mapping[int, str]
) -> None:
    """Put statements without the person in the place of the old ones.

    Args:
        session: Inside a transaction.
        changed: The statements.
        successors: By each key of the person, the identifier of who takes the place.
    """
    if not changed:
        return
    connection = session.connection()
    for one in changed:
        one.words.definitions.clear()  # they were told when the statement came
    keep_words(session, [one.words for one in changed])
    keys = {key: key_of(word) for key, word in successors.items()}
    connection.execute(_REWRITE, [_columns(one, keys) for one in changed])
    _forget_rows(connection, {*keys, *keys.values()}, [one.old.seq for one in changed])
    connection.execute(
        sa.insert(_AGENTS),
        [
            {"agent_key": key_of(word), "seq": one.old.seq, "role": role}
            for one in changed
            for word, role in one.roles.items()
        ],
    )


def add_to_tally(session: "Session", tally: Mapping[tuple[date, int, int], Tally]) -> None:
    """Add counts; in the order of their keys, so that two erasures do not wait in a circle."""
    if not tally:
        return
    connection = session.connection()
    insert = INSERT[connection.dialect.name](_TALLY)
    add = insert.on_conflict_do_update(
        index_elements=["month", "verb_key", "activity_key"],
        set_={name: _TALLY.c[name] + insert.excluded[name] for name in _FIGURES},
    )
    rows = [
        {"month": month, "verb_key": verb, "activity_key": activity}
        | {name: getattr(counted, name) for name in _FIGURES}
        for (month, verb, activity), counted in sorted(tally.items(), key=lambda pair: pair[0])
    ]
    connection.execute(add, rows)


def forget_agents(session: "Session", keys: Collection[int]) -> None:
    """Delete the rows that say who somebody is."""
    connection = session.connection()
    connection.execute(sa.delete(KnownAgent).where(KnownAgent.key.in_(sorted(keys))))
    connection.execute(sa.delete(_LED_TO).where(_LED_TO.c.key.in_(sorted(keys))))
    known.forget(connection.engine)


_REWRITE = (
    sa.update(_STATEMENTS)
    .where(_STATEMENTS.c.seq == sa.bindparam("of"))
    .values(
        {
            name: sa.bindparam(f"new_{name}", type_=_STATEMENTS.c[name].type)
            for name in (
                "actor_key",
                "object_key",
                "authority_key",
                "registration",
                "doc",
            )
        }
    )
)


def _columns(one: Rewritten, keys: Mapping[int, int]) -> dict[str, Any]:
    old = one.old
    told: dict[str, Any] = {
        name: keys.get(value, value) if value is not None else None
        for name, value in (
            ("actor_key", old.actor_key),
            ("object_key", old.object_key),
            ("authority_key", old.authority_key),
        )
    }
    told |= {"registration": one.registration, "doc": one.doc}
    return {"of": old.seq, **{f"new_{name}": value for name, value in told.items()}}


def _cut_chain(connection: sa.Connection, found: Found) -> None:
    """Take from whoever points at a statement what it led them to."""
    leads = (
        connection.execute(
            sa.select(_REFERENCES.c.target_id).where(_REFERENCES.c.seq == found.seq)
        )
        .scalars()
        .all()
    )
    followers = sa.select(_REFERENCES.c.seq).where(_REFERENCES.c.target_id == found.id)
    connection.execute(
        sa.delete(_REFERENCES).where(
            _REFERENCES.c.target_id.in_(leads),
            _REFERENCES.c.seq.in_(connection.execute(followers).scalars().all()),
        )
    )


def _forget_rows(connection: sa.Connection, keys: Iterable[int], seqs: Sequence[int]) -> None:
    for page in _pages(seqs):
        connection.execute(
            sa.delete(_AGENTS).where(
                _AGENTS.c.agent_key.in_(sorted(keys)), _AGENTS.c.seq.in_(page)
            )
        )


def _delete_pairs(
    connection: sa.Connection, table: sa.Table, column: str, pairs: Collection[tuple[int, int]]
) -> None:
    if pairs:
        connection.execute(
            sa.delete(table).where(
                table.c[column] == sa.bindparam("of_key"), table.c.seq == sa.bindparam("of_seq")
            ),
            [{"of_key": key, "of_seq": seq} for key, seq in sorted(pairs)],
        )


def _pages(values: Sequence[Any]) -> list[Any]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
