"""Accounts of one person, merged by an administrator."""

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from app.identity import queries as identity
from app.identity.models import User
from app.learning import queries as learning
from app.learning import service as runs
from app.privacy import service
from tests.factories.identity import TODAY
from tests.factories.learning import NOON

LATER = NOON + timedelta(hours=3)


def administrator(session: Session, boss: User) -> identity.Person:
    return identity.person(session, boss.id, on=TODAY)


def merge(session: Session, remaining: uuid.UUID, other: uuid.UUID, boss: User) -> dict[str, int]:
    by = administrator(session, boss)
    return service.merge_accounts(session, remaining, other, by=by, now=LATER)


def differing(session: Session) -> list[uuid.UUID]:
    """Return the runs whose kept progress is not what their statements say."""
    found = []
    for registration_id, _learner in learning.all_runs(session):
        own = learning.held_run(session, registration_id)
        assert own is not None
        if runs.rebuild(session, own, check=True):
            found.append(registration_id)
    return found
