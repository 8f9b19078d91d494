"""Which WSGI server, and how many workers: the lesson page and the answer under load.

    .venv/bin/python -m benchmarks.servers [--rounds 3] [--requests 200] [--workers 1 2 4]

Each server serves the same application on an instance of its own, with 1, 2 and 4 workers:
gunicorn with sync workers (what ``app/start/serve.py`` starts), gunicorn with two threads a
worker, and granian with one blocking thread a worker, installed into ``.make/granian/`` at the
first run.
The cells are visited in a shuffled order, several rounds; the medians are printed.
"""

import argparse
import contextlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web import ROOT, SLUG, Client, Server, a_child, free_port, gunicorn, served
from tests.browser.answers import lessons, wrong_keys

GRANIAN = ROOT / ".make" / "granian"
GRANIAN_VERSION = "2.8.7"
WORKERS = (1, 2, 4)
LIKE_OURS = ("--preload", "--graceful-timeout", "8")
BUSY = 500
"""From this status on, a server has not done what it was asked."""


def sync(port: int, workers: int) -> list[str]:
    """Return the command of gunicorn as the house starts it."""
    return [*gunicorn(port), *LIKE_OURS, "--workers", str(workers), "wsgi:app"]


def gthread(port: int, workers: int) -> list[str]:
    """Return the command of gunicorn with two threads a worker."""
    threads = ["--worker-class", "gthread", "--threads", "2"]
    return [*gunicorn(port), *LIKE_OURS, *threads, "--workers", str(workers), "wsgi:app"]


def granian(port: int, workers: int) -> list[str]:
    """Return the command of granian with one blocking thread a worker."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "1",
        "--no-log", "wsgi:app",
    ]  # fmt: skip


SERVERS: dict[str, Callable[[int, int], list[str]]] = {
    "gunicorn sync": sync,
    "gunicorn gthread ×2": gthread,
    "granian": granian,
}


@dataclass(frozen=True)
class Figures:
    """One visit of a cell: requests a second, CPU-ms a request, and the slow end in ms."""

    rate: float
    cpu: float
    p95: float


@dataclass(frozen=True)
class Site:
    """A running server and what is asked of it: a page, and a form with an answer."""

    server: Server
    child: Client
    step: str
    form: dict[str, object]

    def page(self) -> int:
        """Get the lesson page, on a connection of its own."""
        return self._client().send("GET", self.step)[0]

    def answer(self) -> int:
        """Answer wrongly once more; the statement is committed when it returns."""
        more = {"HX-Request": "true"}
        return self._client().send("POST", f"{self.step}/answers", self.form, more)[0]

    def _client(self) -> Client:
        return Client(self.child.port, dict(self.child.cookies))


def prepare(folder: Path) -> dict[str, str]:
    """Make one fresh demo, which every server gets a copy of; return its environment."""
    environment = {
        "DEMO": "1",
        "PORT": str(free_port()),
        "PUBLIC_URL": "http://localhost",
        "INSTANCE_DIR": str(folder / "instance"),
        "DATABASE_URL": "",
        "PYTHONPATH": str(GRANIAN),
    }
    command = [sys.executable, "-m", "app.start", "prepare"]
    everything = {**os.environ, **environment}
    subprocess.run(command, cwd=ROOT, env=everything, stdout=subprocess.DEVNULL, check=True)
    return environment


@contextlib.contextmanager
def running(name: str, workers: int, environment: dict[str, str]) -> Iterator[Site]:
    """Serve a copy of the demo, sign a child in and begin the course."""
    port, fresh = free_port(), Path(environment["INSTANCE_DIR"])
    own = fresh.with_name(f"{name} {workers}")
    shutil.copytree(fresh, own)
    question = lessons(SLUG)[0].steps[0].question
    if question is None:
        sys.exit("the first step asks nothing")
    changed = {**environment, "PORT": str(port), "INSTANCE_DIR": str(own)}
    with served(SERVERS[name](port, workers), changed) as server:
        child, step = a_child(port)
        form: dict[str, object] = {"csrf_token": child.token(step), "chosen": wrong_keys(question)}
        yield Site(server, child, step, form)


def visit(site: Site, ask: Callable[[], int], requests: int, connections: int) -> Figures:
    """Send so many requests over so many connections at once."""

    def one(_: int) -> float:
        began = time.perf_counter()
        status = ask()
        if status >= BUSY:
            sys.exit(f"answered {status}")
        return time.perf_counter() - began

    cpu, began = site.server.cpu_seconds(), time.perf_counter()
    with ThreadPoolExecutor(connections) as at_once:
        spans = sorted(at_once.map(one, range(requests)))
    seconds = time.perf_counter() - began
    spent = site.server.cpu_seconds() - cpu
    return Figures(
        requests / seconds, 1000 * spent / requests, 1000 * spans[int(0.95 * requests) - 1]
    )


def measure(rounds: int, requests: int, connections: int, numbers: Sequence[int]) -> None:
    """Run every server with every number of workers, and print the table."""
    seen: dict[tuple[str, int, str], list[Figures]] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_ones:
        environment = prepare(Path(folder))
        sites = {
            (name, workers): open_ones.enter_context(running(name, workers, environment))
            for name in SERVERS
            for workers in numbers
        }
        cells = [(*key, what) for key in sites for what in ("page", "answer")]
        for _ in range(rounds + 1):
            random.shuffle(cells)
            for name, workers, what in cells:
                site = sites[name, workers]
                ask = site.page if what == "page" else site.answer
                found = visit(site, ask, requests, connections)
                seen.setdefault((name, workers, what), []).append(found)
    print(f"{'':22}{'workers':>8}" + "".join(f"{w:>30}" for w in ("lesson page", "answer")))
    print(f"{'':30}" + f"{'a second · CPU-ms · p95 ms':>30}" * 2)
    for name, workers in sites:
        row = f"{name:22}{workers:>8}"
        for what in ("page", "answer"):
            warm = seen[name, workers, what][1:]  # the first round warms up
            told = [
                statistics.median(getattr(one, f) for one in warm) for f in ("rate", "cpu", "p95")
            ]
            row += f"{told[0]:.0f} · {told[1]:.1f} · {told[2]:.0f}".rjust(30)
        print(row)


def install() -> None:
    """Bring granian into ``.make/``; nothing else of the house needs it."""
    if (GRANIAN / "granian").is_dir():
        return
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    what = ["--target", str(GRANIAN), f"granian=={GRANIAN_VERSION}"]
    subprocess.run([*pip, *what], check=True)


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, nargs="*", default=WORKERS)
    options = parser.parse_args()
    install()
    measure(options.rounds, options.requests, options.connections, options.workers)


if __name__ == "__main__":
    main()
