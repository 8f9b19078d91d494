"""A real server, a real browser, and the eyes that watch every page of a journey.

The server is the one people start (``python -m app.start run`` with ``DEMO=1``): web server and
worker, on a fresh instance with the demo's people. Every page that ``people`` or ``page`` opens
is watched: an error in the console, a violated Content-Security-Policy, or a request to another
origin fails the test that caused it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser import chromium
from tests.browser.accessibility import NOTES
from tests.browser.checks import LOOKED_AT
from tests.kept import of_the_run

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 180
"""The most, on a machine that does much else besides."""
PATIENCE = 20_000
"""Milliseconds for what should come; whatever comes is not waited for any longer."""
TABLET = {"width": 1080, "height": 810}

expect.set_options(timeout=PATIENCE)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down what the session has looked at, for the page /accessibility."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is None:
        NOTES.write()
    else:
        output["looked at"] = NOTES.told()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401  xdist ships no types
    if told := getattr(node, "workeroutput", {}).get("looked at"):
        NOTES.add(told)


@pytest.fixture(scope="session", autouse=True)
def _told_to_all(tmp_path_factory: pytest.TempPathFactory, worker: str) -> None:
    """Let no worker look at what another one has looked at."""
    LOOKED_AT.share(of_the_run(tmp_path_factory, worker) / "looked-at")


@dataclass(frozen=True)
class Site:
    """The running site: its address, its folder of data, and the file of what it prints."""

    url: str
    instance: Path
    log: Path


@dataclass
class Watch:
    """What happened in the browser that should not have.

    ``expected`` holds parts of messages that a test means to cause (a 404 it opens, for one).
    """

    origin: str
    expected: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of ``context``, those to come too."""
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) =>"
            " console.error(`CSP ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}`))"
        )
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            place = message.location.get("url", "")
            self.seen.append(f"console {message.type}: {message.text} ({place})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"data", "blob", "about"}:
            return
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.seen.append(f"request to another origin: {request.url}")

    def faults(self) -> list[str]:
        """Return what nobody expected."""
        return [one for one in self.seen if not any(part in one for part in self.expected)]


@contextmanager
def running_demo(folder: Path) -> Iterator[Site]:
    """Start the demo as ``make run`` does, on a free port, with an instance in ``folder``."""
    port = free_port()
    url, log = f"http://localhost:{port}", folder / "server.log"
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY"}},
        "DEMO": "1",
        "PORT": str(port),
        "PUBLIC_URL": url,
        "INSTANCE_DIR": str(folder / "instance"),
        "PYTHONWARNINGS": "default",
    }
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "app.start", "run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(url, server, log)
            yield Site(url, folder / "instance", log)
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give the session one running demo; a parallel worker has its own."""
    with running_demo(tmp_path_factory.mktemp("site")) as started:
        yield started


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):  # noqa: S310  our own site
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the site did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """Return the site's address, so that ``page.goto("/")`` works."""
    return site.url


@pytest.fixture(scope="session")
def found_browser() -> chromium.Browser:
    """Return the browser of this machine; installing one is ``make test``'s business."""
    found = chromium.find()
    if found is None:
        pytest.fail(chromium.HELP)
    return found


def launch_options(found: chromium.Browser) -> dict[str, Any]:
    """Return how Chromium is started."""
    return {
        "executable_path": found.executable,
        "args": list(chromium.ARGUMENTS),
        "env": {**os.environ, **found.env},
    }


def context_options(url: str) -> dict[str, Any]:
    """Return what a reader here has: Japanese, Japan's time, a school's tablet."""
    return {
        "base_url": url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": TABLET,
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def browser_type_launch_args(found_browser: chromium.Browser) -> dict[str, Any]:
    """Return how Chromium is started, by the name pytest-playwright asks for."""
    return launch_options(found_browser)


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    """Return what a reader here has, by the name pytest-playwright asks for."""
    return context_options(base_url)


@pytest.fixture
def watch(base_url: str) -> Iterator[Watch]:
    """Collect what goes wrong in any page of this test, and fail it at the end."""
    watching = Watch(base_url)
    yield watching
    assert watching.faults() == []


Opens = Callable[..., Page]


@pytest.fixture
def people(
    browser: Browser, browser_context_args: dict[str, Any], watch: Watch
) -> Iterator[Opens]:
    """Return a function that opens a browser of its own for one more person.

    ``people()`` is a stranger on a tablet; arguments go to the browser's context:
    ``people(viewport={"width": 320, "height": 640}, java_script_enabled=False)``.
    """
    contexts: list[BrowserContext] = []

    def opened(**more: Any) -> Page:  # noqa: ANN401  as Browser.new_context
        context = browser.new_context(**{**browser_context_args, **more})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(people: Opens) -> Page:
    """Return a watched page of a stranger on a tablet."""
    return people()
