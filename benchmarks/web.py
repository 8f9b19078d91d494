"""What a page and an answer cost, beside the ceilings P and I of the same run.

    .venv/bin/python -m benchmarks.web [--rounds 5] [--requests 100]

Both servers are started by this script on loopback, with ``synchronous=FULL``: the ceiling as
gunicorn gthread 2×4 (the reference), ours as ``make run`` starts it. The cells are visited in a
shuffled order, several rounds; a cell's figure is the CPU time that the server's processes used,
divided by the requests. Absolute figures drift with the machine; the ratios hold.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

from app.items.item import Item
from tests.browser.answers import lessons

ROOT = Path(__file__).resolve().parents[1]
SLUG = "kojin-joho"


@dataclass
class Server:
    """A running server: its port, and its process with the workers below it."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Return the CPU time of the server and its workers so far."""
        total = 0.0
        for one in (self.process, *self.process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                total += times.user + times.system
        return total

    def memory(self) -> list[float]:
        """Return the PSS of each worker, in MB."""
        workers = self.process.children(recursive=True)
        return [one.memory_full_info().pss / 1e6 for one in workers]


@dataclass
class Client:
    """A browser's worth of one connection and its cookie."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def send(
        self,
        method: str,
        path: str,
        form: dict[str, object] | None = None,
        more: dict[str, str] | None = None,
    ) -> tuple[int, str, str]:
        """Send one request, with ``more`` headers; return status, location and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= more or {}
        body = None
        if form is not None:
            body = urlencode(form, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        self.size = len(text)
        return answer.status, answer.headers.get("Location", ""), text

    def token(self, path: str) -> str:
        """Return the CSRF token of a page's form."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.send("GET", path)[2])
        if found is None:
            sys.exit(f"{path} has no form")
        return found[1]


@contextlib.contextmanager
def served(command: list[str], environment: dict[str, str]) -> Iterator[Server]:
    """Run a server until the block ends."""
    port = int(environment["PORT"])
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def the_ceiling(folder: Path) -> Iterator[Server]:
    """Serve the bare application."""
    port = free_port()
    environment = {"CEILING_URL": f"sqlite:///{folder / 'ceiling.db'}", "PORT": str(port)}
    make = "from benchmarks.ceiling import app; app.init()"
    subprocess.run(
        [sys.executable, "-c", make], cwd=ROOT, env={**os.environ, **environment}, check=True
    )
    workers = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    with served([*gunicorn(port), *workers, "benchmarks.ceiling.app:app"], environment) as server:
        yield server


@contextlib.contextmanager
def ours(folder: Path) -> Iterator[Server]:
    """Serve the application on a fresh instance with the demo's people."""
    port = free_port()
    environment = {
        "DEMO": "1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "INSTANCE_DIR": str(folder / "instance"),
        "DATABASE_URL": "",
    }
    subprocess.run(
        [sys.executable, "-m", "app.start", "prepare"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    workers = ["--worker-class", "sync", "--workers", "2", "--preload"]
    with served([*gunicorn(port), *workers, "wsgi:app"], environment) as server:
        yield server


def gunicorn(port: int) -> list[str]:
    """Return the beginning of a server's command."""
    return [
        sys.executable, "-m", "gunicorn", "--log-level", "error", "--no-control-socket",
        "--bind", f"127.0.0.1:{port}",
    ]  # fmt: skip


def a_child(port: int) -> tuple[Client, str]:
    """Sign a child in and begin the course; return the address of the first step."""
    client = Client(port)
    page = client.send("GET", "/sign-in")[2]
    card = re.search(r'name="user"[^>]*value="([^"]+)"', page) or re.search(
        r'value="([0-9a-f-]{36})"', page
    )
    if card is None:
        sys.exit("the sign-in page shows no cards")
    client.send("POST", "/sign-in/demo", {"user": card[1], "csrf_token": client.token("/sign-in")})
    token = client.token(f"/courses/{SLUG}")
    _, location, _ = client.send("POST", f"/courses/{SLUG}/start", {"csrf_token": token})
    return client, location


USUAL = {"ruby": "grade", "spaced": "auto", "plain": "off"}
VIEWS = {
    "lesson, spaced": {"ruby": "all", "spaced": "on"},
    "lesson, no ruby": {"ruby": "none"},
    "lesson, plain": {"plain": "on"},
}
"""Other views of the lesson page: each must cost what the usual one costs."""


def look(child: Client, view: dict[str, str]) -> None:
    """Choose how pages look, as the settings do; not measured."""
    token = child.token("/settings")
    child.send("POST", "/settings/view", {**USUAL, **view, "csrf_token": token})


def cells(ceiling: Server, child: Client, step: str) -> dict[str, Callable[[], int]]:
    """Return what is measured: one request each, by name."""
    bare = Client(ceiling.port)
    token = child.token(step)
    question = lessons(SLUG)[0].steps[0].question
    if question is None:
        sys.exit("the first step asks nothing")

    def answer() -> int:
        keys = _some_keys(question.item)
        form: dict[str, object] = {"csrf_token": token, "chosen": keys}
        return child.send("POST", f"{step}/answers", form, {"HX-Request": "true"})[0]

    return {
        "ceiling P": lambda: bare.send("GET", "/page")[0],
        "ceiling I": lambda: bare.send("POST", "/insert", {})[0],
        "lesson page": lambda: child.send("GET", step)[0],
        **{view: lambda: child.send("GET", step)[0] for view in VIEWS},
        "course page": lambda: child.send("GET", f"/courses/{SLUG}")[0],
        "learner home": lambda: child.send("GET", "/")[0],
        "answer": answer,
    }


def _some_keys(item: Item) -> list[str]:
    keys = [option.key for option in item.options if secrets.randbelow(2)]
    return keys or [item.options[0].key]


CEILING_OF = {
    "lesson page": ("ceiling P", 1.0, 0.6),
    **dict.fromkeys(VIEWS, ("ceiling P", 1.0, 0.6)),
    "course page": ("ceiling P", 0.7, 0.45),
    "learner home": ("ceiling P", 0.7, 0.45),
    "answer": ("ceiling I", 0.6, 0.4),
}
"""The ceiling of each cell, the goal and the floor as shares of it."""


def measure(rounds: int, requests: int) -> None:
    """Run all cells and print the table."""
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with the_ceiling(folder) as ceiling, ours(folder) as site:
            child, step = a_child(site.port)
            visits = cells(ceiling, child, step)
            for cell, visit in visits.items():
                look(child, VIEWS.get(cell, {}))
                for _ in range(20):
                    visit()
            for _ in range(rounds):
                order = list(visits)
                random.shuffle(order)
                for cell in order:
                    server = ceiling if cell.startswith("ceiling") else site
                    look(child, VIEWS.get(cell, {}))
                    before = server.cpu_seconds()
                    for _ in range(requests):
                        status = visits[cell]()
                        if status >= 400:  # noqa: PLR2004  an error page is not what is measured
                            sys.exit(f"{cell} answered {status}")
                    spent = server.cpu_seconds() - before
                    figures.setdefault(cell, []).append(1000 * spent / requests)
            memory = site.memory()
    _print(figures, memory)


def _print(figures: dict[str, list[float]], memory: list[float]) -> None:
    print(f"{'':16}{'CPU-ms a request: min':>22}{'median':>9}{'max':>8}{'of its ceiling':>18}")
    for cell, values in figures.items():
        line = f"{cell:16}{min(values):>22.2f}{statistics.median(values):>9.2f}{max(values):>8.2f}"
        if cell in CEILING_OF:
            name, goal, floor = CEILING_OF[cell]
            share = statistics.median(figures[name]) / statistics.median(values)
            line += f"{share:>10.0%} of {name[-1]} (goal {goal:.0%}, floor {floor:.0%})"
        print(line)
    told = ", ".join(f"{mb:.0f}" for mb in memory)
    print(f"PSS of each web worker after this load: {told} MB (goal 90, floor 110)")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=100)
    options = parser.parse_args()
    measure(options.rounds, options.requests)


if __name__ == "__main__":
    main()
