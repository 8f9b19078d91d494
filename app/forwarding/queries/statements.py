"""Statements that may go elsewhere, and whose they are."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.clock import day_of
from app.db import Json
from app.forwarding import rules
from app.forwarding.parcels import Attached
from app.identity import queries as identity
from app.identity.models import User
from app.lrs.models import Attachment, StoredStatement
from app.xapi.instants import read_timestamp

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_TOGETHER = 8_000_000
"""Bytes of attachments that go out in one request with several statements."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stored statement.

    Attributes:
        doc: Its exact JSON.
        statement: The same, read.
        may_be_childs: Whether somebody in it is a minor, or of unknown age.
    """

    id: uuid.UUID
    doc: str
    statement: Json
    may_be_childs: bool


def found(session: "Session", ids: Iterable[uuid.UUID], *, today: date) -> list[Found]:
    """Return the statements of these ids, in their order; erased ones are left out."""
    ids = list(ids)
    rows = session.execute(
        sa.select(StoredStatement.id, StoredStatement.doc).where(StoredStatement.id.in_(ids))
    )
    docs = {row.id: row.doc for row in rows}
    read = {one: orjson.loads(docs[one]) for one in ids if one in docs}
    childs = _childrens(session, read, today=today)
    return [Found(one, docs[one], statement, one in childs) for one, statement in read.items()]


def attached_to(session: "Session", statements: Iterable[Json]) -> list[Attached] | None:
    """Return the attachments whose bytes are here; None if they are too much for one request.

    The type of each is the one the statement names: the store elsewhere compares them.
    """
    statements = list(statements)
    kinds = {
        one["sha2"]: one["contentType"]
        for statement in statements
        for one in statement.get("attachments", ())
    }
    if not kinds:
        return []
    here = Attachment.sha2.in_(sorted(kinds))
    size = session.scalar(sa.select(sa.func.sum(sa.func.length(Attachment.content))).where(here))
    if len(statements) > 1 and (size or 0) > MOST_TOGETHER:
        return None
    rows = session.execute(
        sa.select(Attachment.sha2, Attachment.content).where(here).order_by(Attachment.sha2)
    )
    return [Attached(row.sha2, kinds[row.sha2], row.content) for row in rows]


def page_after(
    session: "Session", after_seq: int, *, until_seq: int, limit: int
) -> list[tuple[int, uuid.UUID]]:
    """Return the next statements in the order of storing, each with its place in it."""
    rows = session.execute(
        sa.select(StoredStatement.seq, StoredStatement.id)
        .where(StoredStatement.seq > after_seq, StoredStatement.seq <= until_seq)
        .order_by(StoredStatement.seq)
        .limit(limit)
    )
    return [(row.seq, row.id) for row in rows]


def reach_back(session: "Session", since: datetime) -> tuple[int, int, int]:
    """Return the first and the last place of what was stored since then, and how many they are."""
    row = session.execute(
        sa.select(
            sa.func.min(StoredStatement.seq),
            sa.func.max(StoredStatement.seq),
            sa.func.count(),
        ).where(StoredStatement.stored >= since)
    ).one()
    return row[0] or 0, row[1] or 0, row[2]


def _childrens(
    session: "Session", statements: Mapping[uuid.UUID, Json], *, today: date
) -> set[uuid.UUID]:
    """Return which statements somebody occurs in who is, or may be, under age.

    Somebody is of age who is known here and no minor on the day of the statement nor today: who
    has left school since was a child when it happened. Guests tell nobody their age.
    """
    home = identity.installation(session).actor_home_page
    people = {
        id_: [rules.account_of(one, home_page=home) for one in rules.people_in(statement)]
        for id_, statement in statements.items()
    }
    days = {id_: day_of(read_timestamp(it["timestamp"])) for id_, it in statements.items()}
    accounts = {one for found in people.values() for one in found if one is not None}
    grown = _grown(session, accounts, {today, *days.values()})
    return {
        id_
        for id_, found in people.items()
        if not all(one in grown[today] and one in grown[days[id_]] for one in found)
    }


def _grown(
    session: "Session", accounts: Collection[uuid.UUID], days: Collection[date]
) -> dict[date, set[uuid.UUID]]:
    """Return which of the accounts belong to people of age, by day."""
    rows = session.execute(
        sa.select(identity.Account.actor_name, identity.Account.id, User.id)
        .join(User, identity.is_account_of_user())
        .where(identity.Account.actor_name.in_(sorted(accounts)))
    ).all()
    ids = {one for _name, account_id, user_id in rows for one in (account_id, user_id)}
    grown = {
        day: {
            person.id
            for person in identity.people_of(session, ids, on=day).values()
            if not person.is_minor and not person.is_guest
        }
        for day in days
    }
    return {
        day: {name for name, *both in rows if grown[day].issuperset(both)}  # a merged account too
        for day in days
    }
