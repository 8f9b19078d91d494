"""Find statements."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.db import Json
from app.lrs.models import KnownVerb, StatementAgent, StoredStatement
from app.lrs.rules import Role, key_of
from app.xapi.compare import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.xapi.statement import Agent

_MOST = 500
"""Statements a page may have."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in a list.

    Attributes:
        seq: Its place in the order of storing.
        id: Its id.
        verb: The verb's IRI.
        stored: When it was stored.
        timestamp: When it happened, as its sender says.
        statement: The whole of it.
    """

    seq: int
    id: uuid.UUID
    verb: str
    stored: datetime
    timestamp: datetime
    statement: Json


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list, newest first; ``before_seq`` asks for the next one, None is the end."""

    rows: tuple[StatementRow, ...]
    before_seq: int | None


def statement(session: "Session", statement_id: uuid.UUID) -> Json | None:
    """Return a statement by its id, voided or not; None if there is none."""
    doc = session.scalar(sa.select(StoredStatement.doc).where(StoredStatement.id == statement_id))
    return orjson.loads(doc) if doc is not None else None


def statements_of_registration(session: "Session", *registration_ids: uuid.UUID) -> list[Json]:
    """Return the statements of runs that count and are not voided, in the order of progress.

    A timestamp later than its storing counts as the time of storing; equal times are ordered by
    id. So the order depends on the statements only, not on how they arrived.
    """
    table = StoredStatement
    happened = sa.case((table.timestamp < table.stored, table.timestamp), else_=table.stored)
    docs = session.scalars(
        sa.select(table.doc)
        .where(
            table.registration.in_(registration_ids),
            table.voided.is_(False),
            table.counts.is_(True),
        )
        .order_by(happened, table.id)
    )
    return [orjson.loads(doc) for doc in docs]


def statements_about(
    session: "Session", *actors: "Agent", before_seq: int | None = None, limit: int = 50
) -> Page:
    """Return what a person did, newest first, without what was voided.

    Args:
        session: Any.
        actors: The person, by each of their accounts. Only statements whose actor this is count,
            or a group the person is a member of.
        before_seq: ``Page.before_seq`` of the page before; None begins.
        limit: Statements a page has, 1 to 500.
    """
    limit = max(1, min(limit, _MOST))
    keys = [key_of(identifier(actor.as_json()) or "") for actor in actors]
    link, table = StatementAgent, StoredStatement
    found = (
        sa.select(table.seq, table.id, KnownVerb.iri, table.stored, table.timestamp, table.doc)
        .join(link, link.seq == table.seq)
        .join(KnownVerb, KnownVerb.key == table.verb_key)
        .where(link.agent_key.in_(keys), link.role == Role.ACTOR, table.voided.is_(False))
        .order_by(link.seq.desc())
        .limit(limit + 1)
    )
    if before_seq is not None:
        found = found.where(link.seq < before_seq)
    rows = tuple(
        StatementRow(seq, id_, verb, stored, timestamp, orjson.loads(doc))
        for seq, id_, verb, stored, timestamp, doc in session.execute(found)
    )
    return Page(rows[:limit], rows[limit - 1].seq if len(rows) > limit else None)


def registrations_with_statements(
    session: "Session", *, at_once: int = 500
) -> "Iterator[uuid.UUID]":
    """Go through the ids of all runs that have statements, in order, ``at_once`` at a time.

    Each piece is a query of its own, so the caller may write and commit in between.
    """
    column = StoredStatement.registration
    last: uuid.UUID | None = None
    while True:
        piece = sa.select(column).distinct().order_by(column).limit(at_once)
        piece = (
            piece.where(column > last) if last is not None else piece.where(column.is_not(None))
        )
        found = [it for it in session.scalars(piece) if it is not None]
        yield from found
        if len(found) < at_once:
            return
        last = found[-1]
