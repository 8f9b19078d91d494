"""Who holds a delivery, so that what a dead worker held need not wait for its lease to end.

A holder is a process of one machine since its last start: the machine's name, the kernel's boot,
the namespace of process numbers, the number, and when the process began. It is said to be gone
only where all of that can be seen: from the same namespace of the same boot. What cannot be told
(another machine, a system without ``/proc``) waits for the end of its lease, as ever.
"""

import functools
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.outbox.models import OutboxDelivery

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

PROC = Path("/proc")
ENDED = frozenset("ZX")
"""States of a process that does nothing any more, whether or not it was waited for."""

_STATE, _BEGUN = 0, 19
"""Places in ``/proc/<pid>/stat`` after the name; ``man proc_pid_stat`` counts from 3."""


def holder() -> str | None:
    """Return the name of this process; None where the system does not tell."""
    pid = os.getpid()
    place, begun = _place(), _begun(pid)
    return f"{place}/{pid}/{begun}" if place and begun else None


def is_gone(name: str) -> bool:
    """Say whether the process of a name has ended for certain."""
    place, pid, begun = name.rsplit("/", 2)
    if place != _place():
        return False
    found = _begun(int(pid))
    return found != begun if found is not None else not _is_there(int(pid))


def release_abandoned(session: "Session", *, now: "datetime") -> int:
    """Let what ended workers held be taken up at once; return how many deliveries that is.

    The try counts: one that kills its worker each time must not go on for ever.
    """
    held = OutboxDelivery.next_try_at.is_not(None) & OutboxDelivery.held_by.is_not(None)
    names = session.scalars(sa.select(OutboxDelivery.held_by).where(held).distinct()).all()
    gone = [name for name in names if name is not None and is_gone(name)]
    rows = session.scalars(
        sa.select(OutboxDelivery)
        .where(held, OutboxDelivery.held_by.in_(gone))
        .with_for_update(of=OutboxDelivery)
    ).all()
    for row in rows:
        row.held_by, row.next_try_at = None, now
    session.flush()
    return len(rows)


@functools.cache
def _place() -> str | None:
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = (PROC / "self/ns/pid").readlink()
    except OSError:
        return None
    return f"{socket.gethostname()[:60]}/{boot}/{namespace}"


def _begun(pid: int) -> str | None:
    """Return when a process began, in the kernel's ticks.

    Empty for one that has ended and was not waited for; None where there is none to be seen.
    """
    try:
        after_name = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return "" if after_name[_STATE] in ENDED else after_name[_BEGUN]


def _is_there(pid: int) -> bool:
    """Ask the kernel itself: ``/proc`` may hide what belongs to others."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
