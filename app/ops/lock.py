"""One site a folder: the lock that says «this instance is running», and who holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.ops.guard import CannotStart
from app.ops.instance import unwritable

NAME = "running.lock"


@contextmanager
def running(instance: Path) -> Iterator[IO[str]]:
    """Hold the lock; the processes that are given its file hold it too, until the last one ends.

    Raises:
        CannotStart: Another process holds it, or the folder cannot be written.
    """
    try:
        lock = (instance / NAME).open("a+", encoding="utf-8")
    except OSError as error:
        raise unwritable(instance, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(_held(lock)) from error
        try:
            name_holders(lock, [os.getpid()])
        except OSError as error:
            raise unwritable(instance, error) from error
        yield lock


def name_holders(lock: IO[str], pids: list[int]) -> None:
    """Write down which processes hold the lock, for whoever finds it held."""
    lock.seek(0)
    lock.truncate()
    lock.write(" ".join(str(pid) for pid in pids))
    lock.flush()


def _held(lock: IO[str]) -> str:
    lock.seek(0)
    pids = lock.read().strip()
    by_hand = f"その画面がもうないときは: kill {pids}" if pids else ""
    return (
        "このフォルダーの寺子屋は、もう動いています。"
        f"止めるには、動かしている画面で Ctrl-C を押してください。{by_hand}"
    )
