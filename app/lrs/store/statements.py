"""Insert statements with their reference rows, and void."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from app.db import Base
from app.lrs.models import StatementActivity, StatementAgent, StatementReference, StoredStatement
from app.lrs.rules import VOIDED_KEY, Role, Words, key_of
from app.lrs.store.words import INSERT, keep_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

T = TypeVar("T")

_STATEMENTS = Base.metadata.tables[StoredStatement.__tablename__]
_REFERENCES = Base.metadata.tables[StatementReference.__tablename__]
_AT_ONCE = 500
"""Ids per look-up; SQLite takes 32,766 parameters."""

# A statement that comes after its voiding is born voided; a voiding itself cannot be voided.
_IS_VOIDED_ALREADY = sa.and_(
    sa.bindparam("of_verb", type_=sa.BigInteger) != VOIDED_KEY,
    sa.exists().where(
        _REFERENCES.c.target_id == sa.bindparam("of_id", type_=sa.Uuid),
        _REFERENCES.c.is_voiding.is_(True),
    ),
)
_INSERT = {
    dialect: insert(_STATEMENTS)
    .values(voided=_IS_VOIDED_ALREADY)
    .on_conflict_do_nothing(index_elements=["id"])
    .returning(_STATEMENTS.c.seq, _STATEMENTS.c.id)
    for dialect, insert in INSERT.items()
}
_INSERT_AGENTS = sa.insert(Base.metadata.tables[StatementAgent.__tablename__])
_INSERT_ACTIVITIES = sa.insert(Base.metadata.tables[StatementActivity.__tablename__])
_INSERT_REFERENCES = sa.insert(_REFERENCES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement on its way in.

    Attributes:
        id: Its id.
        stored: When it is stored; aware.
        timestamp: When it happened; aware.
        registration: The learner's run, if it names one.
        target: The statement that its object points at, if it does.
        words: What it is found by.
        fingerprint: Of ``app.xapi.compare``.
        doc: The statement as JSON text.
    """

    id: uuid.UUID
    stored: "datetime"
    timestamp: "datetime"
    registration: uuid.UUID | None
    target: uuid.UUID | None
    words: Words
    fingerprint: str
    doc: str

    @property
    def is_voiding(self) -> bool:
        """Whether it takes another statement back."""
        return self.target is not None and key_of(self.words.verb) == VOIDED_KEY


@dataclass(frozen=True, slots=True)
class Stored:
    """Of a stored statement, what ``service`` compares; as the columns of its table."""

    fingerprint: str
    stored: "datetime"
    timestamp: "datetime"
    doc: str


def insert(session: "Session", entries: "Sequence[Entry]") -> dict[uuid.UUID, int]:
    """Insert statements whose id is new, with their words; not yet their reference rows.

    Returns:
        ``seq`` by id of what was inserted; who is missing was there before.
    """
    connection = session.connection()
    dialect = connection.dialect.name
    keep_words(session, (entry.words for entry in entries))
    if dialect == "postgresql" and any(entry.is_voiding for entry in entries):
        # Whoever is storing a target now must be seen by the UPDATE of void(), or see us. After
        # the words, as everybody else: the other order waits in a circle.
        connection.execute(sa.text("LOCK TABLE statement IN SHARE ROW EXCLUSIVE MODE"))
    rows = connection.execute(_INSERT[dialect], [_row(entry) for entry in entries])
    return {row.id: row.seq for row in rows}


def insert_references(
    session: "Session", entries: "Sequence[Entry]", seqs: dict[uuid.UUID, int]
) -> None:
    """Insert the reference rows of statements that ``insert`` has just inserted."""
    agents: list[dict[str, Any]] = []
    activities: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    for entry in entries:
        seq = seqs[entry.id]
        for word, role in entry.words.agents.items():
            agents.append({"agent_key": key_of(word), "seq": seq, "role": role})
        for word, role in entry.words.activities.items():
            activities.append({"activity_key": key_of(word), "seq": seq, "role": role})
        if entry.target is not None:
            voiding = {"is_voiding": entry.is_voiding}
            targets.append({"target_id": entry.target, "seq": seq, **voiding})
    connection = session.connection()
    for statement, rows in (
        (_INSERT_AGENTS, agents),
        (_INSERT_ACTIVITIES, activities),
        (_INSERT_REFERENCES, targets),
    ):
        if rows:
            connection.execute(statement, rows)


def void(session: "Session", targets: "Collection[uuid.UUID]") -> None:
    """Mark statements as voided, as far as they are here and are no voidings themselves."""
    session.connection().execute(
        sa.update(_STATEMENTS)
        .where(_STATEMENTS.c.id.in_(sorted(targets)), _STATEMENTS.c.verb_key != VOIDED_KEY)
        .values(voided=True)
    )


def take_back(session: "Session", seqs: "Collection[int]") -> None:
    """Delete what ``insert`` has just inserted, so that a refused batch leaves nothing."""
    for page in _pages(sorted(seqs)):
        session.connection().execute(sa.delete(_STATEMENTS).where(_STATEMENTS.c.seq.in_(page)))


def stored(session: "Session", ids: "Collection[uuid.UUID]") -> dict[uuid.UUID, Stored]:
    """Return what tells a second sending from another statement, by id."""
    columns = (_STATEMENTS.c[name] for name in ("id", *Stored.__slots__))
    select = sa.select(*columns)
    return {
        row[0]: Stored(*row[1:])
        for page in _pages(sorted(ids))
        for row in session.connection().execute(select.where(_STATEMENTS.c.id.in_(page)))
    }


def _pages(values: list[T]) -> list[list[T]]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]


def _row(entry: Entry) -> dict[str, Any]:
    verb = key_of(entry.words.verb)
    words = entry.words
    return {
        "id": entry.id,
        "of_id": entry.id,
        "stored": entry.stored,
        "timestamp": entry.timestamp,
        "verb_key": verb,
        "of_verb": verb,
        "actor_key": _first(words.agents, Role.ACTOR),
        "object_key": _first(words.activities, Role.OBJECT) or _first(words.agents, Role.OBJECT),
        "registration": entry.registration,
        "fingerprint": entry.fingerprint,
        "doc": entry.doc,
    }


def _first(roles: dict[str, Role], role: Role) -> int | None:
    return next((key_of(word) for word, found in roles.items() if found is role), None)
