"""Where the outbox and the letters name a person."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.credentials.models import Credential
from app.identity.models import User
from app.learning.models import Registration
from app.outbox import queries as outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def ids_of(session: "Session", user_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the ids by which events name a person: their own, of their runs and credentials."""
    runs = sa.select(Registration.id).where(Registration.learner_id == user_id)
    credentials = sa.select(Credential.id).where(Credential.user_id == user_id)
    return [user_id, *session.scalars(sa.union_all(runs, credentials))]


def merged_into(session: "Session", user_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the accounts that an account took over, and those that these had taken over."""
    found: list[uuid.UUID] = []
    for one in session.scalars(sa.select(User.id).where(User.merged_into_id == user_id)):
        found += [*merged_into(session, one), one]
    return found


def traces(session: "Session", ids: Collection[uuid.UUID], *, besides: str) -> list[int]:
    """Return the events of the outbox that name one of some ids; reads all of it, in pieces.

    Args:
        session: Any.
        ids: Of a person, their runs and their credentials.
        besides: The type of event to leave, which is being delivered.
    """
    return outbox.naming(session, [str(one) for one in ids], besides=besides)
