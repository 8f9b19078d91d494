"""Insert verbs, agents and activities if absent."""

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import Base
from app.lrs.errors import WordsCollide
from app.lrs.models import KnownActivity, KnownAgent, KnownVerb
from app.lrs.rules import key_of, merged
from app.lrs.store import known
from app.lrs.store.bulk import rows_with

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session

    from app.lrs.rules import Words

Insert: TypeAlias = sqlite.Insert | postgresql.Insert
INSERT: Final[Mapping[str, Callable[[sa.Table], Insert]]] = MappingProxyType(
    {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
)
"""The two spellings of INSERT … ON CONFLICT."""

_VERBS = Base.metadata.tables[KnownVerb.__tablename__]
_AGENTS = Base.metadata.tables[KnownAgent.__tablename__]
_ACTIVITIES = Base.metadata.tables[KnownActivity.__tablename__]
_AT_ONCE = 500
"""Words per look-up; SQLite takes 32,766 parameters, and pages stay small."""

_IF_ABSENT = {
    (dialect, table): insert(table).on_conflict_do_nothing(index_elements=["key"])
    for dialect, insert in INSERT.items()
    for table in (_VERBS, _AGENTS, _ACTIVITIES)
}
_DEFINE = (
    sa.update(_ACTIVITIES)
    .where(_ACTIVITIES.c.key == sa.bindparam("of"))
    .values(definition=sa.bindparam("to"))
)


def keep_words(session: "Session", statements: "Sequence[Words]") -> None:
    """Make sure that every word of the statements has its row.

    Tables and keys always come in the same order, so writers cannot wait for each other in a
    circle. Costs little when every word is known.

    Raises:
        WordsCollide: A new word has the key of an old one.
    """
    told = _told(statements)
    marks = known.Marks(
        {words.verb_key for words in statements},
        {key for words in statements for key in words.agent_keys},
        {key for words in statements for key in words.activity_keys},
        set(told),
    )
    new = known.unknown(session, marks)
    if not new:
        return
    definitions: dict[int, Any] = {}
    for mark, (key, definition) in told.items():
        if mark in new.definition:
            definitions[key] = merged(definitions.get(key), definition)
    _insert(session, _AGENTS, "identifier", _agents(statements, new))
    settled = _insert(session, _ACTIVITIES, "iri", _activities(statements, new, definitions))
    _insert(session, _VERBS, "iri", _verbs(statements, new))
    _define(session, {key: it for key, it in definitions.items() if key not in settled})
    known.remember(session, new)


def _told(statements: "Sequence[Words]") -> dict[int, tuple[int, Any]]:
    """Return what is told of activities: the activity's key, and the definition.

    By a number made from both. It needs to hold in this process only, so the interpreter's own
    hash, which has a secret, does.
    """
    return {
        hash((iri, orjson.dumps(definition))): (key_of(iri), definition)
        for words in statements
        for iri, definition in words.definitions.items()
    }


def _agents(statements: "Sequence[Words]", new: known.Marks) -> list[dict[str, Any]]:
    texts = _texts(
        new.agent,
        (it for words in statements for it in zip(words.agent_keys, words.agents, strict=True)),
    )
    return [_agent(key, text) for key, text in sorted(texts.items())]


def _activities(
    statements: "Sequence[Words]", new: known.Marks, definitions: dict[int, Any]
) -> list[dict[str, Any]]:
    texts = _texts(
        new.activity,
        (
            it
            for words in statements
            for it in zip(words.activity_keys, words.activities, strict=True)
        ),
    )
    return [
        {"key": key, "iri": text, "definition": _json(definitions.get(key))}
        for key, text in sorted(texts.items())
    ]


def _verbs(statements: "Sequence[Words]", new: known.Marks) -> list[dict[str, Any]]:
    shown: dict[int, object] = {}
    for words in statements:
        shown.setdefault(words.verb_key, words.display)
    texts = _texts(new.verb, ((words.verb_key, words.verb) for words in statements))
    return [
        {"key": key, "iri": text, "display": _json(shown[key])}
        for key, text in sorted(texts.items())
    ]


def _texts(keys: "Collection[int]", words: "Iterable[tuple[int, str]]") -> dict[int, str]:
    """Return the words of ``keys``.

    Raises:
        WordsCollide: Two of them have one key.
    """
    found: dict[int, str] = {}
    if not keys:
        return found
    for key, word in words:
        if key in keys and found.setdefault(key, word) != word:
            raise WordsCollide(found[key], word)
    return found


def _define(session: "Session", told: dict[int, Any]) -> None:
    """Join what was told into the canonical definitions; sorted, as all that several write."""
    if not told:
        return
    connection = session.connection()
    changed = []
    keys = sorted(told)
    for start in range(0, len(keys), _AT_ONCE):
        page = sa.select(_ACTIVITIES.c.key, _ACTIVITIES.c.definition).where(
            _ACTIVITIES.c.key.in_(keys[start : start + _AT_ONCE])
        )
        for key, text in connection.execute(page.order_by(_ACTIVITIES.c.key).with_for_update()):
            old = None if text is None else orjson.loads(text)
            new = merged(old, told[key])
            if new != old:
                changed.append({"of": key, "to": _json(new)})
    if changed:
        connection.execute(_DEFINE, changed)


def _insert(
    session: "Session", table: sa.Table, word: str, rows: list[dict[str, Any]]
) -> set[int]:
    """Insert words; return the keys of those whose rows now say all that ``rows`` say."""
    if not rows:
        return set()
    connection = session.connection()
    connection.execute(_IF_ABSENT[connection.dialect.name, table], rows)
    mine = {row["key"]: row for row in rows}
    told = "definition" if table is _ACTIVITIES else "NULL"
    settled = set()
    select = f'SELECT "key", {word}, {told} FROM {table.name} WHERE "key" IN'  # noqa: S608  our names
    for key, text, definition in rows_with(connection, select, list(mine)):
        if text != mine[key][word]:
            raise WordsCollide(text, mine[key][word])
        if definition == mine[key].get("definition"):
            settled.add(key)
    return settled


def _agent(key: int, identifier: str) -> dict[str, Any]:
    parts = orjson.loads(identifier)
    return {
        "key": key,
        "identifier": identifier,
        "account_id": _uuid(parts[2]) if parts[0] == "account" else None,
    }


def _uuid(text: str) -> uuid.UUID | None:
    try:
        found = uuid.UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
