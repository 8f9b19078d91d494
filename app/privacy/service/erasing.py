"""Erase a person: everything that ``holdings`` lists, and what leads to them by no column."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.credentials.service.erasing import keep_places
from app.db import Base, overwrite_deleted
from app.identity import service as accounts
from app.identity.models import User
from app.notify import service as notify
from app.outbox import service as outbox
from app.privacy.events import ErasureDue
from app.privacy.holdings import HOLDINGS, Fate, Holding, of_table
from app.privacy.queries.rows import leads_to, table_of
from app.workroom.service.forgetting import keep_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def ask_for_erasure(
    session: "Session",
    user_id: uuid.UUID,
    *,
    by: uuid.UUID,
    asked_by: str,
    now: "datetime",
) -> None:
    """Close an account, and have the worker erase all that is held of its person.

    Args:
        session: The unit of work.
        user_id: Whose.
        by: The person, or an administrator of the city.
        asked_by: For the log: ``person``, ``guardian`` or ``school``.
        now: The present instant.

    Raises:
        NoResultFound: There is no such user.
    """
    accounts.disable_user(session, user_id, now=now, by=by, reason="erasing")
    details = {"asked_by": asked_by}
    audit.record(
        session, "account.erasure_asked", now=now, by=by, subject=user_id, details=details
    )
    outbox.publish(session, ErasureDue(user_id, by, now))


def erase_account(
    session: "Session",
    user_id: uuid.UUID,
    *,
    traces: Collection[int],
    by: uuid.UUID | None,
    now: "datetime",
) -> None:
    """Delete all rows that lead to a person, and the account with them if nothing needs it.

    The statements are gone by then (``lrs.service.erasure``).

    Args:
        session: The unit of work.
        user_id: Whose.
        traces: Events of the outbox that name the person, from ``queries.traces``.
        by: Who asked.
        now: The present instant.
    """
    user = session.get(User, user_id)
    if user is None:
        return
    overwrite_deleted(session)
    keep_places(session, user_id)
    keep_back(session, user_id)
    session.expire_all()
    for table in reversed(Base.metadata.sorted_tables):
        for holding in of_table(table.name):
            if table.name != "user":
                _let_go(session, holding, user_id)
    accounts.forget_tries(session, user)
    notify.forget_keys(session, str(user_id))
    outbox.forget(session, traces)
    if _is_needed(session, user_id):
        accounts.make_nameless(session, user, now=now)
    else:
        session.delete(user)
    session.flush()
    audit.record(session, "account.erased", now=now, by=by, subject=user_id)


def _let_go(session: "Session", holding: Holding, user_id: uuid.UUID) -> None:
    table, clause = table_of(holding), leads_to(holding, user_id)
    if holding.fate is Fate.DELETED:
        session.execute(sa.delete(table).where(clause))
    elif holding.fate is Fate.EMPTIED:
        session.execute(sa.update(table).where(clause).values({holding.column: None}))


def _is_needed(session: "Session", user_id: uuid.UUID) -> bool:
    """Say whether a row that stays leads to the account."""
    return any(
        session.scalar(sa.select(sa.exists().where(leads_to(one, user_id))))
        for one in HOLDINGS
        if one.fate is Fate.NAMELESS and one.table != "user"
    )
