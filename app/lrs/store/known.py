"""Which words are stored already, so that they need not be sent again.

A key is remembered only after the transaction that saw it was committed, and per connection pool:
an engine that is disposed, or whose tables are made anew, starts empty. A wrong memory could not
mix up words, since a key is made from its word; it would leave a word's row out. So whoever
deletes rows of words by hand calls ``forget``.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.lrs.models import KnownActivity, KnownAgent, KnownVerb

if TYPE_CHECKING:
    from sqlalchemy.pool import Pool

_MOST = 200_000
"""Marks a pool remembers, about 12 MB; then it starts again from none."""

_PENDING = "app.lrs.store.known"
"""In a session's ``info``: what its transaction has seen."""


@dataclass(slots=True)
class Marks:
    """What is stored, by table: keys of verbs, agents and activities.

    ``definition`` has what was told of activities and is part of the canonical definitions
    already; numbers that only this process understands (``words`` makes them).
    """

    verb: set[int] = field(default_factory=set)
    agent: set[int] = field(default_factory=set)
    activity: set[int] = field(default_factory=set)
    definition: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return sum(len(getattr(self, table)) for table in self.__slots__)

    def add(self, others: "Marks") -> None:
        """Take over the marks of ``others``."""
        for table in self.__slots__:
            getattr(self, table).update(getattr(others, table))

    def without(self, others: "Marks") -> "Marks":
        """Return the marks that ``others`` does not have."""
        return Marks(*(getattr(self, table) - getattr(others, table) for table in self.__slots__))


_committed: "WeakKeyDictionary[Pool, Marks]" = WeakKeyDictionary()
_NONE = Marks()


@dataclass(slots=True)
class _Pending:
    """Marks of one transaction; ``pool`` is None when somebody outside decides its end."""

    pool: "Pool | None"
    marks: Marks = field(default_factory=Marks)


def unknown(session: Session, marks: Marks) -> Marks:
    """Return the marks that neither this transaction nor a committed one has seen."""
    new = marks.without(_committed.get(session.connection().engine.pool, _NONE))
    pending: _Pending | None = session.info.get(_PENDING)
    return new if pending is None or not new else new.without(pending.marks)


def remember(session: Session, marks: Marks) -> None:
    """Note marks as stored: for this transaction now, for all once it is committed."""
    pending: _Pending | None = session.info.get(_PENDING)
    if pending is None:
        bind = session.get_bind()
        pending = _Pending(bind.pool if isinstance(bind, sa.Engine) else None)
        session.info[_PENDING] = pending
    pending.marks.add(marks)


def forget(engine: sa.Engine) -> None:
    """Start again from none."""
    _committed.pop(engine.pool, None)


@event.listens_for(Session, "after_commit")
def _publish(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint was released; the transaction may still roll back
    pending: _Pending | None = session.info.pop(_PENDING, None)
    if pending is not None and pending.pool is not None:
        committed = _committed.get(pending.pool)
        if committed is None or len(committed) + len(pending.marks) > _MOST:
            committed = _committed[pending.pool] = Marks()
        committed.add(pending.marks)


@event.listens_for(Session, "after_soft_rollback")
def _discard(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop(_PENDING, None)


def _made_anew(_table: object, connection: sa.Connection, **_: object) -> None:
    forget(connection.engine)


for _model in (KnownVerb, KnownAgent, KnownActivity):
    event.listen(_model.__table__, "after_create", _made_anew)
    event.listen(_model.__table__, "after_drop", _made_anew)
