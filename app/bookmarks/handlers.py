"""End a しおり, in the worker: 180 idle days after its last use, or once it was claimed."""

import uuid
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.bookmarks import queries, service
from app.db import transaction
from app.identity import queries as identity
from app.identity.models import User
from app.lrs.service import erasure
from app.outbox.errors import NotNow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from app.bookmarks.events import BookmarkClaimed
    from app.identity.events import GuestMade
    from app.outbox.relay import Errand


def on_guest_made(session: "Session", event: "GuestMade") -> "Errand | None":
    """Wait until the しおり has been idle for 180 days, and forget it then.

    Raises:
        NotNow: Until that day; it moves on with every use.
    """
    left = queries.days_left(session, event.user_id, today=clock.day_of(clock.now()))
    if left is None:
        return None
    if left > 0:
        raise NotNow(timedelta(days=left))
    return _forgetting(session, event.user_id)


def on_bookmark_claimed(session: "Session", event: "BookmarkClaimed") -> "Errand | None":
    """Forget a guest whose learning has moved into an account."""
    return _forgetting(session, event.guest_id)


def _forgetting(session: "Session", guest_id: uuid.UUID) -> "Errand | None":
    """Return the errand that erases a guest's statements, and then everything else."""
    guest = session.get(User, guest_id)
    if guest is None or not guest.is_guest:
        return None
    home_page = identity.installation(session).actor_home_page
    whom = erasure.whom(session, guest.actor_name, home_page=home_page)

    def run() -> "Callable[[Session], None]":
        _erase(whom)
        return partial(service.forget, guest_id=guest_id)

    return run


def _erase(whom: erasure.Whom) -> None:
    """Erase statements and documents, 500 a transaction; guests have no attachments."""
    step: erasure.Step | None = None
    while step is None or not step.is_done:
        with transaction() as session:
            before = step.erasure_id if step else None
            step = erasure.erase_person(session, whom, now=clock.now(), by=None, erasure_id=before)
