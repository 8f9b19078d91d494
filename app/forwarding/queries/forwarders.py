"""Forwarders, and how each does."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.clock import day_of
from app.forwarding.events import StatementsDue
from app.forwarding.models import Forwarder
from app.forwarding.rules import Edition
from app.identity.models import User
from app.outbox.models import OutboxDelivery, OutboxEvent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_UUID_AND_SPACE = 37
"""Letters; how the outbox writes a list of ids."""


@dataclass(frozen=True, slots=True)
class Children:
    """Whether children's statements go to a store, and by whose word; days in Japan.

    Attributes:
        asked_by: Name of who asked; None where nobody did, or is no longer known.
        agreed_by: The same of who agreed.
        agreed_on: With it they go.
    """

    asked_by_id: uuid.UUID | None
    asked_by: str | None
    asked_on: date | None
    agreed_by: str | None
    agreed_on: date | None

    @property
    def are_included(self) -> bool:
        """Whether they go."""
        return self.agreed_on is not None


@dataclass(frozen=True, slots=True)
class ForwarderView:
    """A forwarder as pages show it; days are days in Japan.

    Attributes:
        sent: Statements the store has.
        left_out: Statements that were not sent because they are, or may be, a child's.
        unsayable: Those that were not, because ``speaks`` has no words for them.
        created_by: Name of who started it; None if nobody is known to have.
    """

    id: uuid.UUID
    name: str
    endpoint: str
    speaks: Edition
    key: str
    verbs: Sequence[str]
    activities: Sequence[str]
    created_by: str | None
    started_on: date
    ended_on: date | None
    children: Children
    sent: int
    left_out: int
    unsayable: int
    last_sent_on: date | None


@dataclass(frozen=True, slots=True)
class Queue:
    """What is on its way to a store.

    Attributes:
        waiting: Statements that will be sent.
        stopped: Statements that gave up.
        last_error: Why something waits or stopped, in the words of one of them; empty if nothing.
    """

    waiting: int = 0
    stopped: int = 0
    last_error: str = ""


def living(session: "Session") -> Sequence[Forwarder]:
    """Return the forwarders that get statements, always in the same order."""
    return session.scalars(
        sa.select(Forwarder).where(Forwarder.ended_at.is_(None)).order_by(Forwarder.id)
    ).all()


def living_named(session: "Session", name: str) -> Forwarder | None:
    """Return the forwarder of this name, if one lives."""
    return session.scalar(
        sa.select(Forwarder).where(Forwarder.ended_at.is_(None), Forwarder.name == name)
    )


def sheet(session: "Session") -> tuple[ForwarderView, ...]:
    """Return every forwarder, the living ones first, in one query."""
    order = (Forwarder.ended_at.is_not(None), Forwarder.created_at, Forwarder.id)
    return tuple(_view(row) for row in session.execute(_VIEWS.order_by(*order)))


def one_forwarder(session: "Session", forwarder_id: uuid.UUID) -> ForwarderView:
    """Return one forwarder.

    Raises:
        NoResultFound: There is none.
    """
    return _view(session.execute(_VIEWS.where(Forwarder.id == forwarder_id)).one())


def queues(session: "Session", views: Iterable[ForwarderView]) -> dict[uuid.UUID, Queue]:
    """Return what waits and what gave up, by forwarder."""
    found = {
        uuid.UUID(row[0]): Queue(int(row[1]), int(row[2]), row[3] or "")
        for row in session.execute(_QUEUES)
    }
    return {view.id: found.get(view.id, Queue()) for view in views}


_CREATOR, _ASKER, _AGREER = (aliased(User) for _ in range(3))
_VIEWS = (
    sa.select(Forwarder, _CREATOR, _ASKER, _AGREER)
    .outerjoin(_CREATOR, _CREATOR.id == Forwarder.created_by)
    .outerjoin(_ASKER, _ASKER.id == Forwarder.children_asked_by)
    .outerjoin(_AGREER, _AGREER.id == Forwarder.children_agreed_by)
)


def _view(found: "sa.Row[Forwarder, User, User, User]") -> ForwarderView:
    row, creator, asker, agreer = found
    return ForwarderView(
        id=row.id,
        name=row.name,
        endpoint=row.endpoint,
        speaks=row.speaks,
        key=row.key,
        verbs=tuple(row.verbs),
        activities=tuple(row.activities),
        created_by=creator.name if creator else None,
        started_on=day_of(row.created_at),
        ended_on=_day(row.ended_at),
        children=Children(
            asked_by_id=row.children_asked_by,
            asked_by=asker.name if asker else None,
            asked_on=_day(row.children_asked_at),
            agreed_by=agreer.name if agreer else None,
            agreed_on=_day(row.children_agreed_at),
        ),
        sent=row.sent,
        left_out=row.left_out,
        unsayable=row.unsayable,
        last_sent_on=_day(row.last_sent_at),
    )


def _undone() -> sa.Select[Any]:
    due = OutboxEvent.type == StatementsDue.__name__
    forwarder = OutboxEvent.payload["forwarder_id"].as_string().label("forwarder")
    length = sa.func.length(OutboxEvent.payload["statement_ids"].as_string())
    statements = ((length + 1) / _UUID_AND_SPACE).label("statements")
    is_dead = OutboxDelivery.next_try_at.is_(None).label("is_dead")
    error = OutboxDelivery.last_error.label("last_error")
    undone = (
        sa.select(forwarder, statements, is_dead, error)
        .join(OutboxDelivery, OutboxDelivery.event_seq == OutboxEvent.seq)
        .where(due, OutboxDelivery.delivered_at.is_(None))
    )
    unspread = sa.select(forwarder, statements, sa.false(), sa.null()).where(
        due, OutboxEvent.spread_at.is_(None)
    )
    each = undone.union_all(unspread).subquery()
    return sa.select(
        each.c.forwarder,
        sa.func.sum(sa.case((each.c.is_dead, 0), else_=each.c.statements)),
        sa.func.sum(sa.case((each.c.is_dead, each.c.statements), else_=0)),
        sa.func.max(each.c.last_error),
    ).group_by(each.c.forwarder)


_QUEUES = _undone()


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else day_of(instant)
