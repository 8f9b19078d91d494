"""Registries elsewhere, and how each does."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.clock import day_of
from app.exchange.events import DeliveryDue
from app.exchange.models import Registry
from app.outbox.models import OutboxDelivery, OutboxEvent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Queue:
    """What is on its way to a registry.

    Attributes:
        waiting: Credentials that will be sent.
        stopped: Those that gave up, and wait for a person.
        last_error: Why something waits or stopped, in the words of one of them; empty if nothing.
    """

    waiting: int = 0
    stopped: int = 0
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class RegistryView:
    """A registry as pages show it; days are days in Japan."""

    id: uuid.UUID
    name: str
    address: str
    client_key: str
    per_minute: int
    started_on: date
    ended_on: date | None
    delivered: int
    last_delivered_on: date | None
    queue: Queue


def living(session: "Session") -> list[Registry]:
    """Return the registries that get credentials, always in the same order."""
    asked = sa.select(Registry).where(Registry.ended_at.is_(None)).order_by(Registry.id)
    return list(session.scalars(asked))


def sheet(session: "Session") -> tuple[RegistryView, ...]:
    """Return every registry with its queue, the living ones first."""
    order = (Registry.ended_at.is_not(None), Registry.created_at, Registry.id)
    queues = _queues(session)
    found = session.scalars(sa.select(Registry).order_by(*order))
    return tuple(_view(one, queues.get(one.id, Queue())) for one in found)


def one(session: "Session", registry_id: uuid.UUID) -> RegistryView:
    """Return one registry.

    Raises:
        NoResultFound: There is none.
    """
    found = session.get_one(Registry, registry_id)
    return _view(found, _queues(session).get(found.id, Queue()))


def dead(session: "Session", registry_id: uuid.UUID) -> list[tuple[int, str]]:
    """Return (event, handler) of the deliveries to a registry that gave up."""
    rows = session.execute(
        sa.select(OutboxDelivery.event_seq, OutboxDelivery.handler)
        .join(OutboxEvent, OutboxEvent.seq == OutboxDelivery.event_seq)
        .where(
            OutboxEvent.type == DeliveryDue.__name__,
            OutboxEvent.payload["registry_id"].as_string() == str(registry_id),
            OutboxDelivery.delivered_at.is_(None),
            OutboxDelivery.next_try_at.is_(None),
        )
        .order_by(OutboxDelivery.event_seq)
    )
    return [(row.event_seq, row.handler) for row in rows]


def _queues(session: "Session") -> dict[uuid.UUID, Queue]:
    return {
        uuid.UUID(row[0]): Queue(int(row[1]), int(row[2]), row[3] or "")
        for row in session.execute(_QUEUES)
    }


def _undone() -> sa.Select[Any]:
    due = OutboxEvent.type == DeliveryDue.__name__
    registry = OutboxEvent.payload["registry_id"].as_string().label("registry")
    undone = (
        sa.select(
            registry,
            OutboxDelivery.next_try_at.is_(None).label("is_dead"),
            OutboxDelivery.last_error.label("last_error"),
        )
        .join(OutboxDelivery, OutboxDelivery.event_seq == OutboxEvent.seq)
        .where(due, OutboxDelivery.delivered_at.is_(None))
    )
    unspread = sa.select(registry, sa.false(), sa.null()).where(
        due, OutboxEvent.spread_at.is_(None)
    )
    each = undone.union_all(unspread).subquery()
    return sa.select(
        each.c.registry,
        sa.func.sum(sa.case((each.c.is_dead, 0), else_=1)),
        sa.func.sum(sa.case((each.c.is_dead, 1), else_=0)),
        sa.func.max(each.c.last_error),
    ).group_by(each.c.registry)


_QUEUES = _undone()


def _view(row: Registry, queue: Queue) -> RegistryView:
    return RegistryView(
        id=row.id,
        name=row.name,
        address=row.address,
        client_key=row.client_key,
        per_minute=row.per_minute,
        started_on=day_of(row.created_at),
        ended_on=day_of(row.ended_at) if row.ended_at else None,
        delivered=row.delivered,
        last_delivered_on=day_of(row.last_delivered_at) if row.last_delivered_at else None,
        queue=queue,
    )
