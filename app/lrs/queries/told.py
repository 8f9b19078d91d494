"""Stored statements as sentences, with the names that their reader may know."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.clock import day_of
from app.identity.models import User
from app.identity.queries import Account, is_account_of_user
from app.lrs.models import KnownActivity, KnownAgent, StatementReference, StoredStatement
from app.lrs.queries.console import Row
from app.lrs.queries.sight import Reader, is_seen, seen_people
from app.lrs.rules import key_of
from app.lrs.sentences import Fact, Known, Mentioned, Sentence, facts, mentioned, tell
from app.xapi.compare import identifier
from app.xapi.vocabulary import VOIDED

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement read aloud.

    Attributes:
        row: As it is stored.
        statement: The same, read.
        sentence: In Japanese.
        facts: Everything it says.
        person: The id of its actor, where that is somebody whom the reader may see.
        stranger: The key of its actor, where that is nobody known here and the reader sees all.
        is_open: Whether the reader may see it as it is stored: it names nobody else.
    """

    row: Row
    statement: Json
    sentence: Sentence
    facts: tuple[Fact, ...]
    person: uuid.UUID | None
    stranger: int | None
    is_open: bool

    @property
    def day(self) -> "date":
        """The day of storing, in Japan."""
        return day_of(self.row.stored)

    @property
    def moment(self) -> str:
        """When it happened: 14:05 on the day of storing, otherwise with its day."""
        at = self.sentence.happened
        if at is None:
            return ""
        day = "" if at.date() == self.day else f"{at.month}月{at.day}日 "
        year = "" if at.year == self.day.year else f"{at.year}年"
        return f"{year}{day}{at:%H:%M}"

    @property
    def pretty(self) -> str:
        """The statement as indented JSON."""
        return orjson.dumps(self.statement, option=orjson.OPT_INDENT_2).decode()

    @property
    def verb(self) -> str:
        """The verb's IRI."""
        return str(self.statement["verb"]["id"])

    @property
    def activity(self) -> str | None:
        """The IRI of what it is about, where that is an activity."""
        target = self.statement["object"]
        is_activity = target.get("objectType", "Activity") == "Activity"
        return str(target["id"]) if is_activity else None


@dataclass(frozen=True, slots=True)
class Chain:
    """What a statement has to do with others.

    Attributes:
        taken_back_by: The statements that void it, as far as the reader sees who did so.
        pointing: Other statements that point at it.
        target: The statement that it points at, if that is there and may be seen.
        points_at: The id of that statement, there or not.
    """

    taken_back_by: tuple[Told, ...]
    pointing: tuple[Told, ...]
    target: Told | None
    points_at: uuid.UUID | None


def tell_all(session: "Session", reader: Reader, rows: Sequence[Row]) -> tuple[Told, ...]:
    """Tell rows that the reader may see; three queries however many they are, at most."""
    read = [(row, row.statement) for row in rows]
    found = [mentioned(statement) for _, statement in read]
    others = _statements(session, reader, {key for it in found for key in it.statements})
    everything = [*found, *(mentioned(statement) for statement in others.values())]
    people = _people(session, reader, {word for it in everything for word in it.agents})
    known = Known(
        people={word: name for word, (_, name) in people.items()},
        sees_strangers=reader.sight.is_whole,
        activities=_definitions(session, {iri for it in everything for iri in it.activities}),
        statements=others,
    )
    ids = {word: user_id for word, (user_id, _) in people.items()}
    return tuple(
        _told(row, statement, its, known, ids)
        for (row, statement), its in zip(read, found, strict=True)
    )


def seen_statement(session: "Session", reader: Reader, statement_id: uuid.UUID) -> Row | None:
    """Return a statement, voided or not; None if there is none, or the reader may not see it."""
    found = session.execute(_rows(reader).where(StoredStatement.id == statement_id)).first()
    return None if found is None else Row(*found)


def chain_of(session: "Session", reader: Reader, told: Told) -> Chain:
    """Return what takes a statement back, points at it, and what it points at itself."""
    row, target = told.row, told.statement["object"]
    points_at = uuid.UUID(target["id"]) if target.get("objectType") == "StatementRef" else None
    link = StatementReference
    near = sa.select(link.seq).where(link.target_id == row.id).order_by(link.seq).limit(_MOST_NEAR)
    is_near: sa.ColumnElement[bool] = StoredStatement.seq.in_(near)
    wanted = is_near if points_at is None else sa.or_(is_near, StoredStatement.id == points_at)
    found = session.execute(_rows(reader).where(wanted).order_by(StoredStatement.seq))
    others = tell_all(session, reader, [Row(*it) for it in found])
    direct = [it for it in others if _points(it, row.id)]
    voiding = [it for it in direct if it.verb == VOIDED.id]
    return Chain(
        taken_back_by=tuple(voiding),
        pointing=tuple(it for it in direct if it not in voiding),
        target=next((it for it in others if it.row.id == points_at), None),
        points_at=points_at,
    )


_MOST_NEAR = 20
"""Statements pointing at one that its page shows."""


def _points(told: Told, statement_id: uuid.UUID) -> bool:
    target = told.statement["object"]
    return target.get("objectType") == "StatementRef" and uuid.UUID(target["id"]) == statement_id


def _told(
    row: Row, statement: Json, its: Mentioned, known: Known, ids: dict[str, uuid.UUID]
) -> Told:
    actor = identifier(statement["actor"])
    is_stranger = known.sees_strangers and actor is not None and actor not in ids
    return Told(
        row=row,
        statement=statement,
        sentence=tell(statement, known),
        facts=facts(statement, known),
        person=ids.get(actor or ""),
        stranger=key_of(actor) if is_stranger and actor is not None else None,
        is_open=known.sees_strangers or its.agents <= known.people.keys(),
    )


def _rows(reader: Reader) -> "sa.Select[int, uuid.UUID, datetime, bool, str]":
    table = StoredStatement
    return sa.select(table.seq, table.id, table.stored, table.voided, table.doc).where(
        *is_seen(reader)
    )


def _people(
    session: "Session", reader: Reader, words: Iterable[str]
) -> dict[str, tuple[uuid.UUID, str]]:
    """Return ids and names of the people here whom the reader may see, by identifier."""
    keys = [key_of(word) for word in words]
    if not keys:
        return {}
    rows = session.execute(
        sa.select(KnownAgent.identifier, User.id, User.family_name, User.given_name)
        .join(Account, Account.actor_name == KnownAgent.account_id)
        .join(User, is_account_of_user())
        .where(KnownAgent.key.in_(keys), User.is_guest.is_(False), *seen_people(reader))
    )
    return {word: (user_id, f"{family} {given}".strip()) for word, user_id, family, given in rows}


def _definitions(session: "Session", iris: Iterable[str]) -> dict[str, Json]:
    keys = [key_of(iri) for iri in iris]
    if not keys:
        return {}
    table = KnownActivity
    rows = session.execute(
        sa.select(table.iri, table.definition).where(
            table.key.in_(keys), table.definition.is_not(None)
        )
    )
    return {iri: orjson.loads(definition) for iri, definition in rows if definition is not None}


def _statements(session: "Session", reader: Reader, ids: Iterable[str]) -> dict[str, Json]:
    wanted = [uuid.UUID(key) for key in ids]
    if not wanted:
        return {}
    found = session.execute(_rows(reader).where(StoredStatement.id.in_(wanted)))
    return {str(row.id): row.statement for row in (Row(*it) for it in found)}
