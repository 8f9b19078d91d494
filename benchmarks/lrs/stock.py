"""Fill a store over its own door, and see what that costs its workers in memory."""

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson
import sqlalchemy as sa

from app.db import db
from app.factory import create_app
from app.lrs.models import StoredStatement
from benchmarks.lrs.server import Installation, Server
from benchmarks.lrs.wire import Wire, post_all
from benchmarks.lrs.world import Sent, World, batch

AT_ONCE = 500
SAMPLES = 5000
MEMORY_GOAL = 150
"""MB of one worker."""


@dataclass
class Stock:
    """A filled store.

    Attributes:
        world: Whose statements they are.
        samples: Some of them, any as likely as any other.
        first: When the first one was stored.
        last: When the last one was stored.
        seconds: How long it took.
        peak: The most memory that each worker ever had, in MB.
        statements: How many are stored.
    """

    world: World
    samples: list[Sent] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    seconds: float = 0.0
    peak: list[float] = field(default_factory=list)
    statements: int = 0


def fill(installation: Installation, server: Server, count: int) -> Stock:
    """Send ``count`` statements in batches of 500 over 8 connections.

    Raises:
        SystemExit: One of them was refused, or they are not all there.
    """
    stock = Stock(World(7, references=True))
    done = threading.Event()
    progress = threading.Thread(target=_tell_progress, args=(installation, done), daemon=True)
    progress.start()
    load = post_all(installation.port, installation.headers(), _bodies(stock, count))
    done.set()
    if load.faults:
        raise SystemExit(f"{len(load.faults)} batches were refused: {load.faults[0]}")
    stock.seconds = load.seconds
    stock.peak = [peak_megabytes(worker.pid) for worker in server.workers()]
    _look(installation, stock)
    if stock.statements != count:
        raise SystemExit(f"{count:,} were sent, and {stock.statements:,} are stored")
    return stock


def peak_megabytes(pid: int) -> float:
    """Return the most memory (RSS) that a process ever had, shared pages included."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def _bodies(stock: Stock, count: int) -> Iterator[bytes]:
    choose = random.Random(11)  # noqa: S311  nothing is to be secret
    made = 0
    while made < count:
        piece = stock.world.statements(min(AT_ONCE, count - made))
        for sent in piece:
            made += 1
            if len(stock.samples) < SAMPLES:
                stock.samples.append(sent)
            elif (place := choose.randrange(made)) < SAMPLES:
                stock.samples[place] = sent
        yield batch(piece)


def _look(installation: Installation, stock: Stock) -> None:
    """Ask the database itself; let PostgreSQL gather its statistics, as it does by and by."""
    app = create_app(installation.settings)
    with app.app_context():
        column = StoredStatement.stored
        ask = sa.select(sa.func.count(), sa.func.min(column), sa.func.max(column))
        stock.statements, stock.first, stock.last = db.session.execute(ask).one()
        db.session.rollback()
        if installation.engine == "postgresql":
            db.session.execute(sa.text("ANALYZE"))
            db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _tell_progress(installation: Installation, done: threading.Event) -> None:
    wire = Wire(installation.port, installation.headers())
    while not done.wait(20):
        _, answer = wire.get("/xapi/statements?limit=1")
        newest = orjson.loads(answer)["statements"]
        print(f"  … {newest[0]['timestamp'] if newest else 'nothing yet'}", flush=True)
