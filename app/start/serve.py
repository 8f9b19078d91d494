"""Web server and outbox worker under one supervisor; Ctrl-C stops both."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.config import Settings
from app.ops.guard import CannotStart

STOP_SECONDS = 10
WEB_WORKERS = 2


def serve(settings: Settings, *, port: int, root: Path) -> int:
    """Run the site until it is stopped; return the exit status.

    Raises:
        CannotStart: The port is taken, or the site runs already.
    """
    host = "0.0.0.0" if settings.demo_public or not settings.demo else "127.0.0.1"  # noqa: S104
    if settings.is_local and not settings.demo_public:
        host = "127.0.0.1"
    with running(settings.instance_dir):
        refuse_taken_port(host, port)
        return _supervise(
            [
                [*_gunicorn(), "--bind", f"{host}:{port}", "wsgi:app"],
                [sys.executable, "-m", "flask", "--app", "app.worker", "outbox", "run"],
            ],
            root=root,
        )


def _gunicorn() -> list[str]:
    return [
        sys.executable, "-m", "gunicorn",
        "--workers", os.environ.get("WEB_WORKERS", str(WEB_WORKERS)),
        "--worker-class", "sync",
        "--log-level", "warning",
        "--no-control-socket",
    ]  # fmt: skip


@contextmanager
def running(instance: Path) -> Iterator[None]:
    """Hold the lock that says «this instance is running».

    Raises:
        CannotStart: Another process holds it.
    """
    with (instance / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(
                "このフォルダーの寺子屋は、もう動いています。"
                "止めるには、動かしている画面で Ctrl-C を押してください。"
            ) from error
        yield


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before the server's own trace does.

    Raises:
        CannotStart: Somebody listens on the port already, or it may not be used.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"ポート {port} は、ほかのプログラムが使っています。"
                f"別の番号で始めてください。例: PORT={port + 1} make run"
            ) from error


def _supervise(commands: Sequence[Sequence[str]], *, root: Path) -> int:
    """Start ``commands``; when one ends, or a signal comes, stop the others."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda signum, _frame: stopping.append(signum))
    children = [
        subprocess.Popen(command, cwd=root, start_new_session=True)
        for command in commands
    ]
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    failed = [child.returncode for child in children if child.poll() is not None]
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else max([1, *failed])
