"""In which post whoever acts now acts, so that no entry of the log forgets it.

The post belongs to the request as the person does. Services hand on who acts; the post follows
from it, and the room that knows the person says it here once.
"""

import uuid
from contextvars import ContextVar

_NOW: ContextVar[tuple[uuid.UUID, uuid.UUID | None] | None] = ContextVar("acting", default=None)


def act_in(who: uuid.UUID, post: uuid.UUID | None) -> None:
    """Say in which post somebody acts from here on."""
    _NOW.set((who, post))


def forget(_error: BaseException | None = None) -> None:
    """Say that nobody acts: a request begins or ends, and its thread serves others."""
    _NOW.set(None)


def post_of(who: uuid.UUID | None) -> uuid.UUID | None:
    """Return the post somebody acts in; None for nobody, and for whoever is not acting."""
    told = _NOW.get()
    return told[1] if told is not None and told[0] == who else None
