"""Try both commands as a stranger would: ``make prove``.

A clean clone of the last commit, an empty home, and a PATH on which only Python, make, git and
the base tools of any Linux stand: what somebody once installed by hand cannot help. The table at
the end says how long each step took. Needs nothing but the standard library.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 600
SECOND_START_SECONDS = 15
TEST_MINUTES = 15

TOOLS = (
    *("make", "git", "sh", "bash", "env", "find", "sed", "grep"),
    *("basename", "cat", "chmod", "cp", "cut", "date", "dirname", "echo", "expr", "head", "id"),
    *("ln", "ls", "mkdir", "mktemp", "mv", "printf", "pwd", "readlink", "rm", "rmdir", "sleep"),
    *("sort", "tail", "test", "touch", "tr", "true", "uname", "wc", "which"),
)
"""Linked from the present PATH into the proof's own, beside the Python that runs this."""

NETWORK = ("_PROXY", "_proxy", "SSL_CERT_", "PIP_", "NPM_CONFIG_", "npm_config_", "NODE_EXTRA_CA")
"""How this machine reaches package registries; everything else of the environment is left out."""


class ProofFailedError(Exception):
    """A step did not do what the README promises."""


def main() -> int:
    """Run every step, print the table, and return 0 when all held."""
    table: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="terakoya-proof-") as name:
        folder = Path(name)
        try:
            _steps(folder, table)
        except ProofFailedError as error:
            table.append(("FAILED", str(error)))
        print("\n── Proof " + "─" * 60)
        for step, told in table:
            print(f"{step:<34}{told}")
    return 1 if table[-1][0] == "FAILED" else 0


def _steps(folder: Path, table: list[tuple[str, str]]) -> None:
    clone, environment = folder / "clone", _bare_environment(folder)
    began = time.monotonic()
    _must(["git", "clone", "--quiet", str(ROOT), str(clone)], environment, folder)
    table.append(("clone of the last commit", _since(began)))
    for step, most in (
        ("make run, first", START_SECONDS),
        ("make run, again", SECOND_START_SECONDS),
    ):
        port = str(_free_port())
        with _running(clone, {**environment, "PORT": port}) as wait:
            seconds = wait(f"http://localhost:{port}")
        table.append((step, f"{seconds:.1f} s until the first page"))
        if seconds > most:
            raise ProofFailedError(f"{step} took {seconds:.0f} s; {most} s are the most")
    began = time.monotonic()
    told = _must(["make", "test"], environment, clone)
    table.append(("make test", f"{_since(began)}; {told.strip().splitlines()[-1].strip('= ')}"))
    if time.monotonic() - began > TEST_MINUTES * 60:
        raise ProofFailedError(f"make test took more than {TEST_MINUTES} minutes")
    left = _must(["git", "status", "--short"], environment, clone).strip()
    if left:
        raise ProofFailedError(f"the commands left files that git would commit: {left}")


def _bare_environment(folder: Path) -> dict[str, str]:
    tools, home = folder / "bin", folder / "home"
    tools.mkdir()
    home.mkdir()
    for name in TOOLS:
        if path := shutil.which(name):
            (tools / name).symlink_to(path)
    python = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    (tools / "python3").symlink_to(python.resolve())
    network = {k: v for k, v in os.environ.items() if any(part in k for part in NETWORK)}
    return {**network, "HOME": str(home), "PATH": str(tools), "LANG": "C.UTF-8"}


@contextmanager
def _running(clone: Path, environment: dict[str, str]) -> "Iterator[Callable[[str], float]]":
    """Run ``make run`` and stop it as Ctrl-C does; yields a function that waits for the site."""
    began = time.monotonic()
    server = subprocess.Popen(
        ["make", "run"],  # noqa: S607  found on the proof's own PATH
        cwd=clone,
        env=environment,
        executable=shutil.which("make", path=environment["PATH"]),
        start_new_session=True,
    )

    def wait(url: str) -> float:
        while time.monotonic() - began < START_SECONDS:
            if server.poll() is not None:
                raise ProofFailedError(f"make run ended with {server.returncode}")
            if _answers(f"{url}/healthz") and _answers(url):
                return time.monotonic() - began
            time.sleep(0.2)
        raise ProofFailedError("make run: the first page did not come")

    try:
        yield wait
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            raise ProofFailedError("Ctrl-C did not stop make run within 30 s") from None


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own site
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _must(command: list[str], environment: dict[str, str], folder: Path) -> str:
    """Run a command, show what it prints, and return that.

    Raises:
        ProofFailedError: It failed.
    """
    program = shutil.which(command[0], path=environment["PATH"])
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        executable=program,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        told = ""
        for line in running.stdout or ():
            print(line, end="", flush=True)
            told += line
    if running.returncode:
        raise ProofFailedError(f"{' '.join(command)} ended with {running.returncode}")
    return told


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
