"""Insert verbs, agents and activities if absent."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import Base
from app.lrs.errors import WordsCollide
from app.lrs.models import KnownActivity, KnownAgent, KnownVerb
from app.lrs.rules import key_of
from app.lrs.store import known

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_DEFINITION = "activity.definition"
_AT_ONCE = 500
"""Words per look-up; SQLite takes 32,766 parameters, and pages stay small."""

_IF_ABSENT = {
    (dialect, table): insert(table).on_conflict_do_nothing(index_elements=["key"])
    for dialect, insert in INSERT.items()
    for table in (_VERBS, _AGENTS, _ACTIVITIES)
}
_ADD_DEFINITION = (
    sa.update(_ACTIVITIES)
    .where(_ACTIVITIES.c.key == sa.bindparam("of"), _ACTIVITIES.c.definition.is_(None))
    .values(definition=sa.bindparam("to"))
)


def keep_words(session: "Session", statements: "Iterable[Words]") -> None:
    """Make sure that every word of the statements has its row.

    Tables and keys always come in the same order, so writers cannot wait for each other in a
    circle. Costs nothing when every word is known.

    Raises:
        WordsCollide: A new word has the key of an old one.
    """
    found = _Found()
    for words in statements:
        found.take(words)
    new = known.unknown(session, found.marks())
    if not new:
        return
    for table, word in ((_AGENTS, "identifier"), (_ACTIVITIES, "iri"), (_VERBS, "iri")):
        _insert(session, table, word, [found.row(mark) for mark in new if mark[0] == table.name])
    added = [
        {"of": key, "to": _json(found.definitions[key])} for of, key in new if of == _DEFINITION
    ]
    if added:
        session.connection().execute(_ADD_DEFINITION, added)
    known.remember(session, new)


@dataclass(slots=True)
class _Found:
    """The words of several statements: each once, by table and key."""

    texts: dict[known.Mark, str] = field(default_factory=dict)
    displays: dict[int, object] = field(default_factory=dict)
    definitions: dict[int, object] = field(default_factory=dict)

    def take(self, words: "Words") -> None:
        """Add the words of one statement."""
        self.displays.setdefault(self._take("verb", words.verb), words.display)
        for identifier in words.agents:
            self._take("agent", identifier)
        for iri in words.activities:
            key = self._take("activity", iri)
            if iri in words.definitions:
                self.definitions.setdefault(key, words.definitions[iri])

    def marks(self) -> list[known.Mark]:
        """Return what ``known`` is asked about."""
        return [*self.texts, *((_DEFINITION, key) for key in self.definitions)]

    def row(self, mark: known.Mark) -> dict[str, Any]:
        """Return the row of a word."""
        table, key = mark
        text = self.texts[mark]
        if table == "agent":
            return _agent(key, text)
        if table == "activity":
            return {"key": key, "iri": text, "definition": _json(self.definitions.get(key))}
        return {"key": key, "iri": text, "display": _json(self.displays[key])}

    def _take(self, table: str, word: str) -> int:
        key = key_of(word)
        known_word = self.texts.setdefault((table, key), word)
        if known_word != word:
            raise WordsCollide(known_word, word)
        return key


def _insert(session: "Session", table: sa.Table, word: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    connection = session.connection()
    connection.execute(_IF_ABSENT[connection.dialect.name, table], rows)
    mine = {row["key"]: row[word] for row in rows}
    keys = list(mine)
    for start in range(0, len(keys), _AT_ONCE):
        page = sa.select(table.c.key, table.c[word]).where(
            table.c.key.in_(keys[start : start + _AT_ONCE])
        )
        for key, text in connection.execute(page):
            if text != mine[key]:
                raise WordsCollide(text, mine[key])


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
