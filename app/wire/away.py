"""Machines elsewhere that did not answer, so that not every delivery waits for the same silence.

It is kept in the worker's memory: a new worker asks once and knows again.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Away:
    """Who failed how often in a row, and until when each is left alone.

    Attributes:
        wait_after: How long to leave one alone that failed so often in a row, from 1.
        longest: The most that one may ask for itself.
        jitter: By which part at most a wait is drawn out, by chance: those who failed together
            then do not come back together.
    """

    wait_after: Callable[[int], timedelta]
    longest: timedelta
    jitter: float = 0
    _until: dict[uuid.UUID, tuple[int, datetime]] = field(default_factory=dict)

    def wait_for(self, who: uuid.UUID, *, now: datetime) -> timedelta:
        """Return how long to leave one alone still; nothing if it may be asked."""
        _failures, until = self._until.get(who, (0, now))
        return max(timedelta(), until - now)

    def note_failure(self, who: uuid.UUID, *, wait_seconds: int = 0, now: datetime) -> None:
        """Leave one alone for a while, longer each time; as long as it asks, within limits."""
        failures = self._until.get(who, (0, now))[0] + 1
        asked = min(timedelta(seconds=wait_seconds), self.longest)
        wait = self.wait_after(failures) * (1 + self.jitter * random.random())  # noqa: S311  no secret
        self._until[who] = failures, now + max(asked, wait)

    def note_answer(self, who: uuid.UUID) -> None:
        """One has answered: ask it whenever there is something for it."""
        self._until.pop(who, None)
