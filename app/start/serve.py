"""Web server and outbox worker under one supervisor, which stops both and restarts the worker."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from app.config import Settings
from app.ops.guard import CannotStart
from app.ops.lock import name_holders

STOP_SECONDS = 10
"""How long a process may take to finish what it does."""
UPLOAD_SECONDS = 120
"""How long a request may take: the largest file over a slow line, 32 MB at 2 Mbit/s."""
LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STEADY_SECONDS = 60.0
"""A worker that ran so long was well: its next pause is the first one again."""

SIGNAL_AT_PARENTS_DEATH = 1
"""prctl(2): PR_SET_PDEATHSIG."""
LIBC = ctypes.CDLL(None)

Say = Callable[[str], None]


def serve(
    settings: Settings, *, root: Path, lock: IO[str], greet: Callable[[], None], say: Say
) -> int:
    """Run the site until it is stopped; return the exit status.

    The web server's end is the end of the site. A worker that ends is started again, after
    pauses of 1, 2, 4 … 60 seconds: pages work meanwhile, and what it has to do waits.

    Args:
        settings: The installation's settings.
        root: The project's folder.
        lock: The held lock; the children hold it too, so that no second site can start beside
            them even if this process is killed.
        greet: Is called once the site can be opened.
        say: Is told in a sentence what happens.
    """
    site = _Site(root=root, lock=lock, say=say, web=web_command(settings), worker=_worker())
    with _signals() as stopping:
        try:
            site.start()
            return site.watch(stopping, lambda: _answers(settings), greet)
        finally:
            site.stop()


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before the server's own trace does.

    Raises:
        CannotStart: Somebody listens on the port already, or it may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(_no_port(host, port, error)) from error


def _no_port(host: str, port: int, error: OSError) -> str:
    other = f"例: PORT={port + 1 if 1024 <= port < 65535 else 8080} make run"  # noqa: PLR2004  lower ports are the system's
    if error.errno == errno.EADDRINUSE:
        return (
            f"ポート {port} は、ほかのプログラムが使っています。別の番号で始めてください。{other}"
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return (
            f"ポート {port} は、この利用者では使えません。1024以上の番号で始めてください。{other}"
        )
    return (
        f"HOST={host} では待ち受けられません（{error.strerror or error}）。"
        "HOST を確かめてください。"
    )


def web_command(settings: Settings) -> list[str]:
    """Return what starts the web server; benchmarks start the same."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return [
        sys.executable, "-m", "gunicorn",
        "--bind", f"{host}:{settings.port}",
        "--workers", str(settings.web_workers),
        "--worker-class", "sync",
        "--preload",  # loaded once: it starts sooner, and its memory is shared
        "--timeout", str(UPLOAD_SECONDS),
        "--graceful-timeout", str(STOP_SECONDS - 2),
        "--log-level", "warning",
        "--no-control-socket",
        "wsgi:app",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app.worker", "outbox", "run"]


def _end_with_parent() -> None:
    """Let the kernel stop this child if the supervisor is killed; others know no such thing."""
    if sys.platform == "linux":
        LIBC.prctl(SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM)


def _answers(settings: Settings) -> bool:
    """Whether the web server has its port; who connects from then on is answered."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    try:
        socket.create_connection((host, settings.port), timeout=LOOK_SECONDS).close()
    except OSError:
        return False
    return True


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Collect what asks for the end: Ctrl-C, ``kill``, a closed window."""
    stopping: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {
        number: signal.signal(number, lambda signum, _frame: stopping.append(signum))
        for number in numbers
    }
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class _Site:
    """The running processes."""

    root: Path
    lock: IO[str]
    say: Say
    web: Sequence[str]
    worker: Sequence[str]
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    pause: float = FIRST_PAUSE
    worker_from: float = 0.0
    """When the worker began, or when it is to begin again."""

    def start(self) -> None:
        self._begin("web", self.web)
        self._begin("worker", self.worker)

    def watch(
        self, stopping: list[int], answers: Callable[[], bool], greet: Callable[[], None]
    ) -> int:
        """Look after the processes until the end; return the exit status."""
        greeted = False
        while not stopping:
            if (status := self.children["web"].poll()) is not None:
                self.say(f"ウェブサーバーが終わりました（{status}）。全体を止めます。")
                return 1
            if not greeted and answers():
                greet()
                greeted = True
            self._look_after_worker()
            time.sleep(LOOK_SECONDS)
        return 0

    def _look_after_worker(self) -> None:
        now = time.monotonic()
        worker = self.children.get("worker")
        if worker is None:
            if now >= self.worker_from:
                self._begin("worker", self.worker)
        elif (status := worker.poll()) is not None:
            del self.children["worker"]
            if now - self.worker_from > STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            self.worker_from = now + self.pause
            self.say(
                f"届ける係が止まりました（{status}）。{self.pause:.0f}秒後に、また動かします。"
                "ページは開けます。修了証や手紙は、順番を待ちます。"
            )
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _begin(self, name: str, command: Sequence[str]) -> None:
        self.children[name] = subprocess.Popen(
            command,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for this process, which passes it on in order
            preexec_fn=_end_with_parent,  # noqa: PLW1509  there are no threads here
            pass_fds=(self.lock.fileno(),),
        )
        self.worker_from = time.monotonic()
        name_holders(self.lock, [os.getpid(), *(child.pid for child in self.children.values())])

    def stop(self) -> None:
        """Let every process finish what it does, and end those that do not."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)  # its own children too
                child.wait()
