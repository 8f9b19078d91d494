"""Completions → credentials with both proofs, delivered into the embedded registry.

    .venv/bin/python -m benchmarks.credentials [10000] [--engine postgresql] [--kill]

Two real workers work on a scratch installation with the real courses and a durable database. The
time runs from the moment all completions are told until the last credential has arrived and
nothing waits. The ceiling is the two signatures of one such document, bare, in the same run.
``--kill`` kills a worker without warning at a third of the way and the other one at two thirds,
starts new ones, and counts what there is then.
"""

import argparse
import sys
import time

from benchmarks.credentials.batch import (
    add_completed_runs,
    count,
    start_worker,
    tell,
    wait_for,
    working,
)
from benchmarks.credentials.ceiling import measure
from benchmarks.lrs.server import ENGINES, ROOT, Installation, installed

SLUG = "seisei-ai"
GOAL_SECONDS, FLOOR_SECONDS = 300, 600
GOAL_OF = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", nargs="?", type=int, default=GOAL_OF)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args()
    with installed(asked.engine, COURSES_DIR=str(ROOT / "courses")) as installation:
        sys.exit(not _issue(installation, asked.n, kill=asked.kill))


def _issue(installation: Installation, n: int, *, kill: bool) -> bool:
    completed = add_completed_runs(installation, n, slug=SLUG)
    killed: list[float] = []
    with working(installation) as workers:
        started = [worker.cpu_seconds() for worker in workers]

        def replace_one() -> None:
            victim = workers.pop(0)
            killed.append(victim.cpu_seconds() - started.pop(0))
            victim.kill()
            workers.append(start_worker(installation))
            started.append(0.0)

        marks = {n // 3: replace_one, 2 * n // 3: replace_one} if kill else {}
        begun = time.monotonic()
        tell(installation, completed)
        told = time.monotonic() - begun
        wait_for(installation, n, seconds=n * 1.0 + 300, at=marks)
        took = time.monotonic() - begun
        used = [worker.cpu_seconds() for worker in workers]
    cpu = sum(used) - sum(started) + sum(killed)
    found = count(installation)
    _print(installation, n, took=took, told=told, cpu=cpu, kills=len(killed))
    print(f"there is: {found}")
    print("exactly one of everything" if found.is_exactly(n) else "NOT one of everything")
    return found.is_exactly(n)


def _print(
    installation: Installation, n: int, *, took: float, told: float, cpu: float, kills: int
) -> None:
    ceiling = measure(installation)
    each = cpu * 1000 / n
    print(f"{n:,} completions on {installation.engine}, {kills} workers killed")
    print(f"issued and delivered in {took:.1f} s, {n / took:.0f} a second (told in {told:.1f} s)")
    print(
        f"at that rate {GOAL_OF:,} take {GOAL_OF * took / n:.0f} s"
        f" (goal {GOAL_SECONDS}, floor {FLOOR_SECONDS})"
    )
    print(f"CPU of the workers: {each:.1f} ms a credential")
    print(
        f"ceiling, signatures alone: {ceiling.both:.1f} ms (JSON {ceiling.di:.1f}, token"
        f" {ceiling.token:.1f}): {100 * ceiling.both / each:.0f} % of it"
    )


if __name__ == "__main__":
    main()
