"""What the record store costs, holds and survives.

    .venv/bin/python -m benchmarks.lrs [writes] [queries] [--engine …] [--quick]
    .venv/bin/python -m benchmarks.lrs --kill 100

``writes``: statements a second over HTTP in batches of 1, 50 and 500 with 8 connections, beside
the bare insert (``ceiling``) of the same run, cells in a shuffled order; CPU of the server's
processes per statement, the database's apart; afterwards every id is looked for. ``queries``:
latency of every filter in a store of a million statements, filled over HTTP, with the memory that
the workers took for that. ``--kill``: so many SIGKILLs under load.

The server is the real one, with two workers, authentication and everything else switched on. Both
sides wait for the disk in the same way, and the table names it. Absolute figures drift with the
machine; the ratios hold.
"""

import argparse
import contextlib
import random
import sys
from collections.abc import Iterator, Sequence

from benchmarks.lrs.ceiling import ceiling_on
from benchmarks.lrs.killed import kill_under_load
from benchmarks.lrs.questions import GOAL, LIMIT, Questions
from benchmarks.lrs.server import ENGINES, Installation, durable_postgresql, installed, running
from benchmarks.lrs.stock import MEMORY_GOAL, fill
from benchmarks.lrs.writes import Writes, audit, table
from tests import postgres

PARTS = ("writes", "queries")


def main() -> int:
    """Measure what is asked for; return 1 if anything was lost, doubled or refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", help="writes, queries, or both")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stored", type=int, default=1_000_000, help="statements to ask in")
    parser.add_argument("--times", type=int, default=200, help="times each question is asked")
    parser.add_argument("--kill", type=int, metavar="N", help="only kill the server N times")
    parser.add_argument("--quick", action="store_true", help="a look, in two minutes")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if options.quick:
        options.rounds, options.stored, options.times = 2, 20_000, 30
    is_well = True
    for engine in options.engine or ENGINES:
        if options.kill:
            is_well &= _kill(engine, options.kill)
            continue
        for part in options.parts or PARTS:
            if part == "writes":
                is_well &= _write(engine, options.rounds, 0.2 if options.quick else 1.0)
            else:
                _ask(engine, options.stored, options.times)
    return 0 if is_well else 1


def _write(engine: str, rounds: int, scale: float) -> bool:
    with _two(engine) as (served, bare), running(served) as server, ceiling_on(bare) as ceiling:
        writes = Writes(served, server, ceiling, scale=scale)
        for _ in range(rounds):
            writes.round()
        lines = table(engine, ceiling, writes.cells)
        told, is_well = audit(served, writes.account)
    _say([*lines, told])
    return is_well


def _ask(engine: str, stored: int, times: int) -> None:
    with installed(engine) as installation, running(installation) as server:
        stock = fill(installation, server, stored)
        questions = Questions(installation, stock)
        questions.ask(times)
    peaks = ", ".join(f"{peak:.0f}" for peak in stock.peak)
    filled = f"{stored:,} statements in {stock.seconds:.0f} s ({stored / stock.seconds:,.0f}/s)"
    _say(
        [
            f"{engine}: {filled}; peak RSS of each worker {peaks} MB (goal {MEMORY_GOAL})",
            f"GET /xapi/statements, {LIMIT} at most unless said otherwise; goal p95 {GOAL:.0f} ms",
            *questions.table(),
        ]
    )


def _kill(engine: str, times: int) -> bool:
    kills = random.choices(("worker", "all"), weights=(2, 1), k=times)  # noqa: S311  whichever
    with installed(engine) as installation:
        toll = kill_under_load(installation, kills)
    _say([f"{engine}: {toll.told}"])
    return toll.is_well


@contextlib.contextmanager
def _two(engine: str) -> Iterator[tuple[Installation, Installation]]:
    """Prepare an installation to be served and one for the bare driver, on one engine."""
    with contextlib.ExitStack() as stack:
        urls = ["", ""]
        if engine == "postgresql":
            cluster = stack.enter_context(durable_postgresql())
            urls = [postgres.create(cluster.host, name) for name in ("served", "bare")]
        served, bare = (stack.enter_context(installed(engine, database_url=url)) for url in urls)
        yield served, bare


def _say(lines: Sequence[str]) -> None:
    print("\n".join(lines), end="\n\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
