"""A worker that also measures how long it waits to write, and how long others wait for it.

    .venv/bin/python -m benchmarks.credentials.working LEASE FIGURES --app app.worker outbox run

LEASE in seconds; FIGURES is the file into which it writes them, as JSON, once it is told to end.
"""

import atexit
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from flask.cli import main
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from app import db
from app.outbox import relay


@dataclass
class Writing:
    """Seconds of waiting for the turn to write, of having it, and how often that was."""

    waited: float = 0
    held: float = 0
    transactions: int = 0

    def __add__(self, other: "Writing") -> "Writing":
        """Sum up two workers."""
        return Writing(
            self.waited + other.waited,
            self.held + other.held,
            self.transactions + other.transactions,
        )


def measure(writing: Writing) -> None:
    """Measure every transaction of this process from now on."""
    turn, begin = db._turn, db._begin_to_write  # noqa: SLF001  the one door to writing
    begun = 0.0

    def begin_measured(session: Session) -> None:
        nonlocal begun
        asked = time.monotonic()
        begin(session)
        begun = time.monotonic()
        writing.waited += begun - asked

    @contextmanager
    def turn_measured(engine: Engine) -> Iterator[None]:
        asked = time.monotonic()
        with turn(engine):
            writing.waited += time.monotonic() - asked
            yield
        writing.held += time.monotonic() - begun
        writing.transactions += 1

    db._turn, db._begin_to_write = turn_measured, begin_measured  # noqa: SLF001


def read(figures: Path) -> Writing:
    """Return what a worker wrote down; nothing of one that was killed."""
    return Writing(**json.loads(figures.read_text())) if figures.exists() else Writing()


if __name__ == "__main__":
    relay.LEASE = timedelta(seconds=float(sys.argv.pop(1)))
    figures, writing = Path(sys.argv.pop(1)), Writing()
    measure(writing)
    atexit.register(lambda: figures.write_text(json.dumps(asdict(writing))))
    main()
