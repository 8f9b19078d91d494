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

from benchmarks.credentials.batch import add_completed_runs, count, issue
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
    issued = issue(installation, completed, kill=kill)
    found = count(installation)
    ceiling = measure(installation)
    each = issued.cpu * 1000 / n
    print(f"{n:,} completions on {installation.engine}, {issued.kills} workers killed")
    print(
        f"issued and delivered in {issued.took:.1f} s, {n / issued.took:.0f} a second"
        f" (told in {issued.told:.1f} s)"
    )
    print(
        f"at that rate {GOAL_OF:,} take {GOAL_OF * issued.took / n:.0f} s"
        f" (goal {GOAL_SECONDS}, floor {FLOOR_SECONDS})"
    )
    print(f"CPU of the workers: {each:.1f} ms a credential")
    writing = issued.writing
    print(
        f"writing: {1000 * writing.held / n:.1f} ms a credential in {writing.transactions / n:.1f}"
        f" transactions; waited {1000 * writing.waited / n:.1f} ms for the turn"
    )
    print(
        f"ceiling, signatures alone: {ceiling.both:.1f} ms (JSON {ceiling.di:.1f}, token"
        f" {ceiling.token:.1f}): {100 * ceiling.both / each:.0f} % of it"
    )
    is_exact = found.is_exactly(n)
    print("exactly one of everything" if is_exact else f"NOT one of everything: {found}")
    return is_exact


if __name__ == "__main__":
    main()
