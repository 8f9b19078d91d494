"""Whether the record store conforms to xAPI: runs a suite that lies outside of this repository.

    .venv/bin/python -m benchmarks.conformance SUITE_DIR [--engine …] [--version …] [--grep …]

SUITE_DIR is a copy of the public ``adlnet/lrs-conformance-test-suite``, installed as its README
says. Each version runs on each engine against the real server on an empty database. A run counts
by its own log, not by its exit status, which is the number of failures modulo 256: it must be
finished, and as many tests must have passed as there are, and as the suite says there should be.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.lrs.server import ENGINES, Installation, installed, running

VERSIONS = ("1.0.3", "2.0.0")
NODE_BESIDE_PYTHON = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """How one run ended: ``failures`` are titles of tests, with the suite's word on each."""

    state: str
    passed: int
    total: int
    seconds: float
    failures: tuple[tuple[str, str], ...] = ()

    def is_perfect(self, expected: int | None) -> bool:
        """Whether every test that should exist has passed; None: only a part was to run."""
        is_whole = expected is None or self.total == expected
        return self.state == "finished" and self.passed == self.total and is_whole


def main() -> int:
    """Run what is asked for; return 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("suite", type=Path, help="the suite's folder")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--version", choices=VERSIONS, action="append")
    parser.add_argument("--grep", help="only tests whose title matches")
    parser.add_argument("--seconds", type=int, default=1200, help="the longest one run may take")
    parser.add_argument("--quiet", action="store_true", help="no list of failed tests")
    options = parser.parse_args()
    lines = []
    is_perfect = True
    for engine in options.engine or ENGINES:
        for version in options.version or VERSIONS:
            expected = None if options.grep else _expected(options.suite, version)
            with installed(engine) as installation, running(installation):
                run = _run(options.suite, installation, version, options.grep, options.seconds)
            is_perfect &= run.is_perfect(expected)
            line = f"{version}  {engine:<11}{run.passed:>6} of {run.total}"
            line += f" (expected {expected})" if expected is not None else ""
            line += f"  {run.state}  {run.seconds:.0f} s"
            lines.append(line)
            if not options.quiet:
                _tell(line, run)
    print("\n".join(lines))
    return 0 if is_perfect else 1


def _run(
    suite: Path, installation: Installation, version: str, grep: str | None, seconds: int
) -> Run:
    command = [
        "node", "bin/console_runner.js", "-e", installation.endpoint, "-a",
        "-u", installation.client.key, "-p", installation.client.secret, "-x", version,
        *(("-g", grep) if grep else ()),
    ]  # fmt: skip
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=suite,
        env={**os.environ, "PATH": f"{os.environ['PATH']}:{NODE_BESIDE_PYTHON}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the runner has a child
        told, _ = process.communicate()
        return Run("timed out", *_last_summary(told), time.monotonic() - began)
    found = re.search(r"^Full run log written to (.+)$", told, re.MULTILINE)
    if found is None:
        print(told[-2000:])
        return Run("died", *_last_summary(told), time.monotonic() - began)
    log = json.loads(Path(found[1].strip()).read_text())
    summary = log["summary"]
    return Run(
        log["state"],
        summary["passed"] or 0,
        summary["total"] or 0,
        time.monotonic() - began,
        tuple(_failures(log["log"], ())),
    )


def _last_summary(told: str) -> tuple[int, int]:
    found = re.findall(r'^\{"total":(\d+),"passed":(\d+)', told, re.MULTILINE)
    return (int(found[-1][1]), int(found[-1][0])) if found else (0, 0)


def _failures(test: Any, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:  # noqa: ANN401  the suite's JSON
    if not test:
        return
    here = (*above, test["title"]) if test["title"] else above
    if test["status"] == "failed" and not test["tests"]:
        yield " › ".join(here), str(test.get("error", ""))
    for inner in test["tests"]:
        yield from _failures(inner, here)


def _tell(line: str, run: Run) -> None:
    print(line)
    for title, error in run.failures:
        print(f"  ✗ {title}\n      {error[:300]}")
    print(flush=True)


def _expected(suite: Path, version: str) -> int:
    """Return how many tests the suite says it has."""
    ask = f"console.log(require('./batteries.js')['{version}'].conformanceTestCount)"
    done = subprocess.run(
        ["node", "-e", ask],  # noqa: S607  from PATH, as a person would
        cwd=suite,
        env={**os.environ, "PATH": f"{os.environ['PATH']}:{NODE_BESIDE_PYTHON}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
