"""The server is killed under load: what was acknowledged is there, once and whole."""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import orjson

from benchmarks.lrs.server import Installation, Server, start
from benchmarks.lrs.wire import Broken, Wire, run_together
from benchmarks.lrs.world import Sent, World, batch
from benchmarks.lrs.writes import Account, audit

WRITERS = 4
SIZES = (1, 1, 2, 10, 40)
GIVES_UP = 0.3
"""Share of interrupted batches that their sender never sends again."""
OK = 200


@dataclass
class Toll:
    """What came of it: ``told`` is a sentence, ``torn`` counts batches that are there in part."""

    is_well: bool
    told: str
    acknowledged: int
    interrupted: int
    torn: int


@dataclass
class _Load:
    """Writers that send, and send again what was interrupted, as clients do."""

    installation: Installation
    account: Account = field(default_factory=Account)
    batches: list[Sequence[Sent]] = field(default_factory=list)
    interrupted: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, seed: int) -> None:
        """Send until it is enough."""
        world = World(seed, f"k{seed % 3}")
        with contextlib.closing(self._wire()) as wire:
            while not self.stopping.is_set():
                statements = world.statements(random.choice(SIZES))  # noqa: S311  load
                with self.lock:
                    self.batches.append(statements)
                    self.account.sent.update(it.id for it in statements)
                self._deliver(wire, statements)

    def _deliver(self, wire: Wire, statements: Sequence[Sent]) -> None:
        body = batch(statements)
        while True:
            try:
                status, answer = wire.post("/xapi/statements", body)
            except Broken:
                with self.lock:
                    self.interrupted += 1
                if random.random() < GIVES_UP:  # noqa: S311  load
                    return
                time.sleep(0.05)
                continue
            with self.lock:
                if status == OK:
                    self.account.acknowledged.update(orjson.loads(answer))
                else:
                    self.account.faults.append(f"{status} {answer[:200].decode()}")
            return

    def _wire(self) -> Wire:
        return Wire(self.installation.port, self.installation.headers())


def kill_under_load(installation: Installation, kills: Sequence[str]) -> Toll:
    """Serve an installation, write to it, and kill what serves it.

    Args:
        installation: Nobody serves it yet.
        kills: What to kill, in turn, each after a moment: ``worker`` or ``all``. After ``all``
            the server is started again.
    """
    load = _Load(installation)
    faults: list[str] = []
    with _served(installation) as server:
        seeds = [random.getrandbits(32) for _ in range(WRITERS)]
        killer = _Killer(installation, server, kills, load.stopping)
        jobs = [lambda seed=seed: load.write(seed) for seed in seeds]
        run_together([*jobs, killer.work], faults)
    load.account.faults += faults
    told, is_well = audit(installation, load.account)
    stored = load.account.stored
    torn = sum(0 < len({it.id for it in one} & stored) < len(one) for one in load.batches)
    told = f"{killer.killed} killed, {load.interrupted} requests interrupted; {told}; {torn} torn"
    acknowledged = len(load.account.acknowledged)
    return Toll(is_well and not torn, told, acknowledged, load.interrupted, torn)


@contextlib.contextmanager
def _served(installation: Installation) -> Iterator["list[Server]"]:
    """Start a server; whichever one is last in the list is stopped at the end."""
    servers = [start(installation, quiet=True)]
    try:
        yield servers
    finally:
        servers[-1].stop()


@dataclass
class _Killer:
    installation: Installation
    servers: list[Server]
    kills: Sequence[str]
    stopping: threading.Event
    killed: int = 0

    def work(self) -> None:
        """Kill one after the other, and stop the writers when the last is replaced."""
        try:
            for what in self.kills:
                time.sleep(random.uniform(0.1, 0.5))  # noqa: S311  where the axe falls
                self._kill(what)
            time.sleep(0.3)
        finally:
            self.stopping.set()

    def _kill(self, what: str) -> None:
        server = self.servers[-1]
        if what == "all":
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()
            self.servers.append(start(self.installation, quiet=True))
        else:
            workers = server.workers()
            if not workers:
                return
            random.choice(workers).kill()  # noqa: S311  whichever
        self.killed += 1
