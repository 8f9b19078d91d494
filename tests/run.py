"""Run every check in turn, and end with one table: ``make test``.

Stages can be named: ``python -m tests.run lint rules``. What a stage prints is shown when it
fails, and kept in ``.make/test/<stage>.log`` in any case. ``BROWSER=skip`` leaves the browser out,
and the table says so.
"""

import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".make" / "test"
WORKERS = str(max(2, min(4, os.cpu_count() or 2)))


@dataclass(frozen=True)
class Outcome:
    """How one stage went; ``seconds`` of wall clock, counts of tests (0 for the other checks)."""

    name: str
    ok: bool
    seconds: float
    detail: str
    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Stage:
    """One kind of check: commands that must all succeed, and what to tell of them."""

    name: str
    commands: Sequence[Sequence[str]]
    count: Callable[[str], str] = lambda _: ""
    env: dict[str, str] = field(default_factory=dict)

    @property
    def junit(self) -> Path:
        """Where pytest leaves its counts."""
        return KEPT / f"{self.slug}.xml"

    @property
    def slug(self) -> str:
        """The stage's name as a file name."""
        return re.sub(r"\W+", "-", self.name).strip("-")


def _module(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def _pytest(name: str, *words: str) -> Stage:
    stage = Stage(name, ())
    command = _module("pytest", *words, f"--junit-xml={stage.junit}", "-n", WORKERS)
    return Stage(name, (command,))


def _found(pattern: str, words: str) -> Callable[[str], str]:
    def count(output: str) -> str:
        hit = re.search(pattern, output)
        return words.format(*hit.groups()) if hit else ""

    return count


TOGETHER_IN_FILES = "--dist=worksteal"
"""Each worker begins with a half in one piece, so that what a file's tests have in common is made
by one of them, not by both; who is done first takes a part of the other's rest."""

WITHOUT_A_BROWSER = ("-p", "no:playwright")
"""Nothing here asks for one, and every worker would load what drives it."""

IN_ORDER = ("--dist=loadfile", "--no-loadscope-reorder")
"""Files share a worker's demo, the same people in it: journeys come before what changes settings,
which the names see to; a plain sorting by size would turn them around."""


def stages() -> list[Stage]:
    """Return every stage, in the order in which they run."""
    return [
        Stage(
            "lint",
            (_module("ruff", "check", "."), _module("ruff", "format", "--check", ".")),
            _found(r"(\d+) files? already formatted", "{} files"),
        ),
        Stage(
            "imports",
            ([str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],),
            _found(r"Contracts: (\d+) kept", "{} contracts"),
        ),
        Stage(
            "templates",
            (_module("djlint", "app", "--lint", "--quiet"),),
            _found(r"Linted (\d+) files?", "{} files"),
        ),
        Stage("types", (_module("mypy"),), _found(r"in (\d+) source files", "{} files")),
        _pytest(
            "rules", "tests/unit", "tests/architecture", TOGETHER_IN_FILES, *WITHOUT_A_BROWSER
        ),
        _pytest(
            "SQLite",
            *("tests/service", "tests/request", "tests/access"),
            TOGETHER_IN_FILES,
            *WITHOUT_A_BROWSER,
        ),
        _pytest(
            "PostgreSQL",
            "tests/service",
            "tests/architecture/test_migrations.py",
            "--engine=postgresql",
            TOGETHER_IN_FILES,
            *WITHOUT_A_BROWSER,
        ),
        _pytest("browser", "tests/browser", *IN_ORDER, "-m", "not matrix"),
        _pytest("matrix", "tests/browser", *IN_ORDER),
    ]


NEED_A_BROWSER = {"browser", "matrix"}
ONLY_BY_NAME = {"matrix"}
"""Every reader in every setting takes as long as all else; ``make accessibility`` asks for it."""

TOGETHER = {"types": ("lint", "imports", "templates", "rules")}
"""Type checking keeps one core busy for long; these run beside it on the other."""


def _environment() -> dict[str, str]:
    """Let Python keep its bytecode, in ``__pycache__``, also where it was told not to.

    Otherwise every worker of every stage, and every server that a test starts, would compile the
    whole house and all the tests anew: half a minute of each stage.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(stage: Stage) -> Outcome:
    """Run one stage and keep what it prints."""
    stage.junit.unlink(missing_ok=True)
    print(f"▶ {stage.name}", flush=True)
    began = time.monotonic()
    output, ok = "", True
    for command in stage.commands:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**_environment(), **stage.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        output += done.stdout
        ok = ok and done.returncode == 0
    seconds = time.monotonic() - began
    (KEPT / f"{stage.slug}.log").write_text(output)
    outcome = _outcome(stage, ok=ok, seconds=seconds, output=output)
    print(f"{'✓' if ok else '✗'} {stage.name} {outcome.detail} · {seconds:.1f} s", flush=True)
    if not ok:
        print(output, flush=True)
    return outcome


def _outcome(stage: Stage, *, ok: bool, seconds: float, output: str) -> Outcome:
    if not stage.junit.exists():
        return Outcome(stage.name, ok, seconds, stage.count(output) or ("" if ok else "see above"))
    suite = ET.parse(stage.junit).getroot().find("testsuite")  # noqa: S314  pytest's own file
    counts = {} if suite is None else suite.attrib
    errors, failed, skipped = (int(counts.get(k, 0)) for k in ("errors", "failures", "skipped"))
    passed = int(counts.get("tests", 0)) - errors - failed - skipped
    told = [f"{passed} passed"]
    told += [f"{n} {word}" for n, word in ((failed, "failed"), (errors, "errors")) if n]
    told += [f"{skipped} skipped"] if skipped else []
    return Outcome(stage.name, ok, seconds, ", ".join(told), passed, failed, errors, skipped)


def _browser_is_ready(chosen: Sequence[Stage]) -> Outcome | None:
    """Obtain what the browser tests need; an outcome here replaces theirs."""
    if not any(stage.name in NEED_A_BROWSER for stage in chosen):
        return None
    if os.environ.get("BROWSER") == "skip":
        return Outcome("browser", ok=True, seconds=0, detail="SKIPPED, as asked by BROWSER=skip")
    began = time.monotonic()
    try:
        chromium.obtain()
    except chromium.NoBrowserError as error:
        print(error, flush=True)
        return Outcome("browser", ok=False, seconds=time.monotonic() - began, detail="no browser")
    return None


def _run_all(chosen: Sequence[Stage]) -> list[Outcome]:
    by_name = {stage.name: stage for stage in chosen}
    outcomes: dict[str, Outcome] = {}
    with ThreadPoolExecutor(max_workers=1) as beside:
        for long, others in TOGETHER.items():
            if long not in by_name:
                continue
            waiting = beside.submit(run, by_name[long])
            for name in others:
                if name in by_name:
                    outcomes[name] = run(by_name[name])
            outcomes[long] = waiting.result()
    for stage in chosen:
        if stage.name not in outcomes:
            outcomes[stage.name] = run(stage)
    return [outcomes[stage.name] for stage in chosen]


def _summary(outcomes: Sequence[Outcome], seconds: float) -> bool:
    print("\n── Summary " + "─" * 58)
    for one in outcomes:
        print(f"{'✓' if one.ok else '✗'} {one.name:<22}{one.detail:<34}{one.seconds:>8.1f} s")
    broken = sum(not one.ok and not (one.failed or one.errors) for one in outcomes)
    sums = {
        "failed": sum(one.failed for one in outcomes),
        "passed": sum(one.passed for one in outcomes),
        "skipped": sum(one.skipped for one in outcomes),
        "errors": sum(one.errors for one in outcomes) + broken,
    }
    told = ", ".join(f"{n} {word}" for word, n in sums.items() if n or word == "passed")
    print(f"{'─' * 69}\n======== {told} in {seconds:.2f}s ========", flush=True)
    return all(one.ok for one in outcomes)


def main(names: Sequence[str]) -> int:
    """Run the named stages, or all; 0 when every one is well."""
    known = {stage.name: stage for stage in stages()}
    if unknown := set(names) - set(known):
        print(f"No such stage: {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    KEPT.mkdir(parents=True, exist_ok=True)
    chosen = [known[name] for name in names or known if names or name not in ONLY_BY_NAME]
    began = time.monotonic()
    browser = _browser_is_ready(chosen)
    if browser:
        chosen = [stage for stage in chosen if stage.name not in NEED_A_BROWSER]
    outcomes = _run_all(chosen) + ([browser] if browser else [])
    return 0 if _summary(outcomes, time.monotonic() - began) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
