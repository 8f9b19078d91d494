"""Start and end forwarders, decide about children, and pick what goes out."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.forwarding import queries, rules, seal
from app.forwarding.errors import NameTaken, NotAsked, SamePerson
from app.forwarding.events import BackfillDue, StatementsDue
from app.forwarding.models import Forwarder
from app.forwarding.rules import Edition
from app.forwarding.stores import Store
from app.lrs import service as lrs
from app.outbox import service as outbox
from app.wire.exchange import Wire
from app.wire.reach import Reach

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.config import Settings
    from app.forwarding.queries import Found


@dataclass(frozen=True, slots=True)
class NewForwarder:
    """What an administrator says of a store elsewhere.

    Attributes:
        endpoint: As ``reach.endpoint_key`` gives it, and without a ``reach.endpoint_fault``.
        speaks: The edition of xAPI that it speaks.
        verbs: Verb IRIs; empty for all.
        activities: Beginnings of activity IRIs; empty for all.
    """

    name: str
    endpoint: str
    key: str
    secret: str
    speaks: Edition
    verbs: Sequence[str] = ()
    activities: Sequence[str] = ()


# --- starting and ending -----------------------------------------------------------------------


def start(
    session: "Session",
    new: NewForwarder,
    *,
    created_by: uuid.UUID | None,
    secret_key: str,
    now: "datetime",
) -> Forwarder:
    """Begin to forward what is stored from now on, without children.

    Raises:
        NameTaken: Another living forwarder has the name.
    """
    if queries.living_named(session, new.name) is not None:
        raise NameTaken
    forwarder = Forwarder(
        name=new.name,
        endpoint=new.endpoint,
        key=new.key,
        secret_sealed=seal.seal(new.secret, secret_key=secret_key),
        speaks=new.speaks,
        verbs=list(new.verbs),
        activities=list(new.activities),
        created_at=now,
        created_by=created_by,
    )
    try:
        with session.begin_nested():  # two at once on PostgreSQL: the unique name decides
            session.add(forwarder)
            session.flush()
    except IntegrityError as error:
        if "uq_forwarder_living_name" in str(error.orig):
            raise NameTaken from error
        raise
    lrs.announce(session, on=True)
    _note(session, "forwarding.started", forwarder.id, now=now, by=created_by)
    return forwarder


def stop(
    session: "Session", forwarder_id: uuid.UUID, *, now: "datetime", by: uuid.UUID | None = None
) -> None:
    """End a forwarder for good, and forget its secret. What waits for it is not sent any more.

    Raises:
        NoResultFound: There is no living one of this id.
    """
    forwarder = _living(session, forwarder_id)
    forwarder.ended_at = now
    forwarder.secret_sealed = ""
    session.flush()
    if not queries.living(session):
        lrs.announce(session, on=False)
    _note(session, "forwarding.stopped", forwarder_id, now=now, by=by)


def change_secret(
    session: "Session", forwarder_id: uuid.UUID, *, key: str, secret: str, secret_key: str
) -> None:
    """Take a new key and secret for a store.

    Raises:
        NoResultFound: There is no living one of this id.
    """
    forwarder = _living(session, forwarder_id)
    forwarder.key = key
    forwarder.secret_sealed = seal.seal(secret, secret_key=secret_key)
    session.flush()


def change_edition(session: "Session", forwarder_id: uuid.UUID, speaks: Edition) -> None:
    """Send in another edition from now on, what waits included.

    Raises:
        NoResultFound: There is no living one of this id.
    """
    _living(session, forwarder_id).speaks = speaks
    session.flush()


def store_of(forwarder: Forwarder, settings: "Settings") -> Store:
    """Return the store behind a forwarder.

    Raises:
        NotReached: Its secret was sealed under another SECRET_KEY.
    """
    secret = seal.unseal(forwarder.secret_sealed, secret_key=settings.secret_key)
    return Store(forwarder.endpoint, forwarder.key, secret, Wire(reach_of(settings)))


def reach_of(settings: "Settings") -> Reach:
    """Return where stores may be: in a demo anywhere, in the city's intranet if it says so."""
    if settings.demo:
        return Reach.ANYWHERE
    return Reach.INTRANET if settings.forward_private else Reach.PUBLIC


# --- children ----------------------------------------------------------------------------------


def ask_for_children(
    session: "Session", forwarder_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Ask that children's statements go as well. Nothing changes until somebody else agrees.

    Asking again changes nothing.

    Raises:
        NoResultFound: There is no living one of this id.
    """
    forwarder = _living(session, forwarder_id)
    if forwarder.children_asked_by is None:
        forwarder.children_asked_by, forwarder.children_asked_at = by, now
        session.flush()
        _note(session, "forwarding.children_asked", forwarder_id, now=now, by=by)


def agree_to_children(
    session: "Session", forwarder_id: uuid.UUID, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Let children's statements go from now on, as somebody else has asked.

    Raises:
        NoResultFound: There is no living one of this id.
        NotAsked: Nobody asks, or no longer.
        SamePerson: ``by`` asked.
    """
    forwarder = _living(session, forwarder_id)
    if forwarder.children_asked_by is None:
        raise NotAsked
    if forwarder.children_asked_by == by:
        raise SamePerson
    if not forwarder.includes_children:
        forwarder.children_agreed_by, forwarder.children_agreed_at = by, now
        session.flush()
        _note(session, "forwarding.children_agreed", forwarder_id, now=now, by=by)


def leave_children_out(
    session: "Session", forwarder_id: uuid.UUID, *, now: "datetime", by: uuid.UUID | None = None
) -> None:
    """Send no child's statement any more, and forget that somebody asked.

    Raises:
        NoResultFound: There is no living one of this id.
    """
    forwarder = _living(session, forwarder_id)
    forwarder.children_asked_by = forwarder.children_asked_at = None
    forwarder.children_agreed_by = forwarder.children_agreed_at = None
    session.flush()
    _note(session, "forwarding.children_left_out", forwarder_id, now=now, by=by)


# --- what goes out -----------------------------------------------------------------------------


def pick(
    session: "Session", forwarder: Forwarder, found: "Iterable[Found]", *, now: "datetime"
) -> None:
    """Put what a forwarder is to get in the queue, and count what is left out."""
    chosen = choose(session, forwarder, found)
    if chosen:
        send(session, forwarder.id, [[one.id for one in chosen]], now=now)


def choose(session: "Session", forwarder: Forwarder, found: "Iterable[Found]") -> "list[Found]":
    """Return what a forwarder gets of the statements, and count what is left out."""
    wanted = [
        one
        for one in found
        if rules.is_wanted(one.statement, forwarder.verbs, forwarder.activities)
    ]
    grown = [one for one in wanted if forwarder.includes_children or not one.may_be_childs]
    chosen = [one for one in grown if rules.can_be_said(one.statement, forwarder.speaks)]
    left_out, unsayable = len(wanted) - len(grown), len(grown) - len(chosen)
    if left_out or unsayable:
        session.execute(
            _of(forwarder.id).values(
                left_out=Forwarder.left_out + left_out, unsayable=Forwarder.unsayable + unsayable
            )
        )
    return chosen


def send(
    session: "Session",
    forwarder_id: uuid.UUID,
    groups: Iterable[Sequence[uuid.UUID]],
    *,
    now: "datetime",
) -> None:
    """Put groups of statements in the queue, each as one request; empty ones are passed over."""
    for group in groups:
        if group:
            outbox.publish(session, StatementsDue(forwarder_id, tuple(group), now))


def note_sent(session: "Session", forwarder_id: uuid.UUID, *, count: int, now: "datetime") -> None:
    """Count statements that the store elsewhere has."""
    session.execute(_of(forwarder_id).values(sent=Forwarder.sent + count, last_sent_at=now))


def backfill(
    session: "Session", forwarder: Forwarder, *, since: "datetime", now: "datetime"
) -> int:
    """Queue what was stored since then, besides what comes; return how many are looked through.

    The forwarder's filters hold, and children are left out as always.
    """
    first, last, count = queries.reach_back(session, since)
    if count:
        outbox.publish(session, BackfillDue(forwarder.id, first - 1, last, now))
    return count


def _living(session: "Session", forwarder_id: uuid.UUID) -> Forwarder:
    return session.scalars(
        sa.select(Forwarder)
        .where(Forwarder.id == forwarder_id, Forwarder.ended_at.is_(None))
        .with_for_update()
    ).one()


def _note(
    session: "Session",
    action: str,
    forwarder_id: uuid.UUID,
    *,
    now: "datetime",
    by: uuid.UUID | None,
) -> None:
    audit.record(session, action, now=now, by=by, subject=forwarder_id)


def _of(forwarder_id: uuid.UUID) -> sa.Update:
    return sa.update(Forwarder).where(Forwarder.id == forwarder_id)
