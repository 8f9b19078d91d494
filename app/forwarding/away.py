"""Stores that did not answer, so that not every delivery waits for the same silence.

It is kept in the worker's memory: a new worker asks once and knows again.
"""

import uuid
from datetime import datetime, timedelta

from app.forwarding.rules import LONGEST_WAIT, wait_after

_away: dict[uuid.UUID, tuple[int, datetime]] = {}
"""How often a forwarder's store failed in a row, and until when it is left alone."""


def wait_for(forwarder_id: uuid.UUID, *, now: datetime) -> timedelta:
    """Return how long to leave a store alone still; nothing if it may be asked."""
    _failures, until = _away.get(forwarder_id, (0, now))
    return max(timedelta(), until - now)


def note_failure(forwarder_id: uuid.UUID, *, wait_seconds: int = 0, now: datetime) -> None:
    """Leave a store alone for a while, longer each time; as long as it asks, within limits."""
    failures = _away.get(forwarder_id, (0, now))[0] + 1
    asked = min(timedelta(seconds=wait_seconds), LONGEST_WAIT)
    _away[forwarder_id] = failures, now + max(asked, wait_after(failures))


def note_answer(forwarder_id: uuid.UUID) -> None:
    """A store has answered: ask it whenever there is something for it."""
    _away.pop(forwarder_id, None)
