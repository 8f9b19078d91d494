"""Erase people, in the worker: the statements in steps, then everything else at once."""

import uuid
from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.db import db, reading, transaction
from app.identity import queries as identity
from app.identity.models import User
from app.lrs.service import erasure
from app.notify import service as notify
from app.outbox.context import settings
from app.privacy import queries, service
from app.privacy.events import ErasureDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.outbox.relay import Errand


def on_erasure_due(session: "Session", event: "ErasureDue") -> "Errand | None":
    """Erase everybody who is this person: accounts that were merged into theirs first."""
    user = session.get(User, event.user_id)
    if user is None or user.disabled_at is None:
        return None  # it was opened again in between, by an administrator
    people = [*queries.merged_into(session, event.user_id), event.user_id]
    home_page = identity.installation(session).actor_home_page
    wanted = []
    for user_id in people:
        one = session.get_one(User, user_id)
        whom = erasure.whom(session, one.actor_name, home_page=home_page, email=one.email)
        wanted.append((user_id, one.email, whom))

    def run() -> "Callable[[Session], None]":
        forgotten = []
        for user_id, email, whom in wanted:
            _erase_statements(whom, by=event.by_id)
            found = queries.ids_of(reading(), user_id)
            seqs = queries.traces(reading(), found, besides=ErasureDue.__name__)
            db.session.rollback()
            if email is not None:
                notify.mailer_of(settings()).forget(email)
            forgotten.append((user_id, seqs))
        return partial(_forget, forgotten, event)

    return run


def _forget(
    forgotten: list[tuple[uuid.UUID, list[int]]], event: "ErasureDue", session: "Session"
) -> None:
    for user_id, seqs in forgotten:
        service.erase_account(session, user_id, traces=seqs, by=event.by_id, now=clock.now())


def _erase_statements(whom: erasure.Whom, *, by: uuid.UUID | None) -> None:
    step: erasure.Step | None = None
    while step is None or not step.is_done:
        with transaction() as session:
            before = step.erasure_id if step else None
            step = erasure.erase_person(session, whom, now=clock.now(), by=by, erasure_id=before)
    used = erasure.hashes_in_use(reading())
    if used is not None:
        with transaction() as session:
            erasure.erase_attachments(session, used)
