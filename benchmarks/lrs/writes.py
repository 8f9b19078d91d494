"""Statements a second over HTTP, beside the bare insert of the same run."""

import random
import statistics
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson
import psutil
import sqlalchemy as sa

from app.db import Base, db
from app.factory import create_app
from app.lrs.models import StoredStatement
from benchmarks.lrs.ceiling import TABLES, Ceiling
from benchmarks.lrs.server import Installation, Server, cpu_seconds
from benchmarks.lrs.wire import CONNECTIONS, post_all
from benchmarks.lrs.world import Sent, World, batch

GOALS = {1: (0.25, 0.35), 50: (0.50, None), 500: (0.55, None)}
"""Share of the ceiling by size of a batch: the goal, and what would be more than that."""
CPU_SIZE, CPU_GOAL = 50, 0.45
"""Milliseconds of the server's processes for one statement, at batches of this size."""
STATEMENTS = {1: 1200, 50: 10_000, 500: 20_000}
"""In one cell of one round, by size of a batch."""
LEAST_REQUESTS = 3 * CONNECTIONS
WARM = 10_000
"""Statements before the first cell: most words are known then, as in a store that is in use."""
NEW = 0.02
"""Share of statements about activities that nobody has heard of."""


@dataclass
class Cells:
    """What was measured at one size of a batch: one figure a round."""

    ceiling: list[float] = field(default_factory=list)
    http: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)


@dataclass
class Account:
    """What was sent, and what became of it; ``audit`` fills in what is ``stored``."""

    sent: set[uuid.UUID] = field(default_factory=set)
    acknowledged: Counter[str] = field(default_factory=Counter)
    stored: set[uuid.UUID] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class Writes:
    """Measures one engine.

    Args:
        installation: What is served.
        server: Who serves it.
        ceiling: The bare driver on another database of the same engine.
        scale: 1.0 sends ``STATEMENTS``; less for a quick look.
    """

    def __init__(
        self, installation: Installation, server: Server, ceiling: Ceiling, *, scale: float = 1.0
    ) -> None:
        """Warm both sides up."""
        self._installation = installation
        self._server = server
        self._ceiling = ceiling
        self._scale = scale
        self._database = database_processes(installation)
        self._rounds = 0
        self.cells = {size: Cells() for size in GOALS}
        self.account = Account()
        self._send(500, self._statements("warm", WARM))

    def round(self) -> None:
        """Visit every cell once, in an order made by chance."""
        self._rounds += 1
        visits = [(size, side) for size in GOALS for side in ("ceiling", "http")]
        random.shuffle(visits)
        for size, side in visits:
            count = max(size * LEAST_REQUESTS, int(STATEMENTS[size] * self._scale)) // size * size
            if side == "ceiling":
                batches = self._ceiling.batches(count, size)
                self.cells[size].ceiling.append(count / self._ceiling.insert(batches))
            else:
                self._measure(size, self._statements(f"{self._rounds}-{size}", count))

    def _statements(self, tag: str, count: int) -> list[Sent]:
        """Make statements, some with new words, which all eight connections meet at once."""
        new = World(random.getrandbits(32), tag).statements(int(count * NEW))
        known = World(random.getrandbits(32)).statements(count - len(new))
        mixed = new + known
        random.shuffle(mixed)
        return mixed

    def _measure(self, size: int, statements: Sequence[Sent]) -> None:
        workers = self._server.all()
        before = cpu_seconds(workers), _database_seconds(self._database)
        seconds = self._send(size, statements)
        spent = cpu_seconds(workers) - before[0]
        cell = self.cells[size]
        cell.http.append(len(statements) / seconds)
        cell.cpu.append(1000 * spent / len(statements))
        of_database = _database_seconds(self._database) - before[1]
        cell.database_cpu.append(1000 * of_database / len(statements))

    def _send(self, size: int, statements: Sequence[Sent]) -> float:
        bodies = [
            batch(statements[start : start + size]) for start in range(0, len(statements), size)
        ]
        load = post_all(self._installation.port, self._installation.headers(), bodies)
        self.account.sent.update(it.id for it in statements)
        for answer in load.answers:
            self.account.acknowledged.update(orjson.loads(answer))
        self.account.faults += load.faults
        return load.seconds


def database_processes(installation: Installation) -> psutil.Process | None:
    """Return PostgreSQL's first process, or None for SQLite, which has none."""
    if installation.engine == "sqlite":
        return None
    app = create_app(installation.settings)
    with app.app_context():
        pid = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
        postmaster = psutil.Process(pid).parent()
        db.session.remove()
        db.engine.dispose()
    return postmaster


def _database_seconds(postmaster: psutil.Process | None) -> float:
    """Return the CPU time of all of PostgreSQL's processes, those that have ended included."""
    if postmaster is None:
        return 0.0
    own = postmaster.cpu_times()
    ended: float = own.children_user + own.children_system
    return ended + cpu_seconds([postmaster, *postmaster.children()])


def audit(installation: Installation, account: Account) -> tuple[str, bool]:
    """Compare what was acknowledged with what is stored.

    Returns:
        A sentence, and whether all is well.
    """
    app = create_app(installation.settings)
    with app.app_context():
        stored = Counter(db.session.scalars(sa.select(StoredStatement.id)))
        rows = [
            db.session.scalar(sa.select(sa.func.count()).select_from(Base.metadata.tables[name]))
            for name in TABLES
        ]
        db.session.remove()
        db.engine.dispose()
    account.stored = set(stored)
    acknowledged = Counter({uuid.UUID(it): n for it, n in account.acknowledged.items()})
    lost = acknowledged.keys() - stored.keys()
    unasked = stored.keys() - account.sent
    doubled = [it for it, times in (stored | acknowledged).items() if times > 1]
    has_all_rows = [it == per * len(stored) for it, per in zip(rows, (1, 2, 4), strict=True)]
    told = (
        f"{len(account.sent):,} sent, {len(acknowledged):,} acknowledged, {len(stored):,} stored; "
        f"{len(account.faults)} errors, {len(lost)} lost, {len(doubled)} doubled, "
        f"{len(unasked)} unasked for; reference rows complete: {all(has_all_rows)}"
    )
    if account.faults:
        told += "".join(f"\n  {one}" for one in account.faults[:5])
    is_well = not (account.faults or lost or unasked or doubled) and all(has_all_rows)
    return told, is_well


def table(engine: str, ceiling: Ceiling, cells: dict[int, Cells]) -> list[str]:
    """Return the printed table of one engine."""
    bare = f"bare insert: {ceiling.rows} rows and {ceiling.size:,} bytes a statement"
    head = f"{'batch':>6}{'ceiling/s':>24}{'store/s':>24}{'of it':>7}{'goal':>11}"
    head += f"{'CPU-ms':>8}{'database':>10}"
    lines = [f"{engine} ({ceiling.synchronous}); {bare}", head]
    for size, cell in cells.items():
        middle = statistics.median
        share = middle(cell.http) / middle(cell.ceiling)
        goal, more = GOALS[size]
        wanted = f"{goal:.0%}" + (f" ({more:.0%})" if more else "")
        line = f"{size:>6}{_span(cell.ceiling):>24}{_span(cell.http):>24}{share:>7.0%}{wanted:>11}"
        line += f"{middle(cell.cpu):>8.2f}{middle(cell.database_cpu):>10.2f}"
        lines.append(line + (f"  CPU goal {CPU_GOAL}" if size == CPU_SIZE else ""))
    return lines


def _span(values: Sequence[float]) -> str:
    return f"{statistics.median(values):,.0f} ({min(values):,.0f}-{max(values):,.0f})"
