"""A real provider of OpenID Connect on this machine: an npm package, kept in ``.make/``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).with_name("oidc")
KEPT = ROOT / ".make" / "oidc"
CLIENT, SECRET = "terakoya", "a secret of the tests & their provider"


def install() -> None:
    """Install the provider when its lock has changed."""
    lock = KEPT / "package-lock.json"
    there = (KEPT / "node_modules" / "oidc-provider").is_dir()
    if there and lock.read_bytes() == (HERE / lock.name).read_bytes():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, KEPT)
    command = [_tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=KEPT, env=_with_node(), stdout=subprocess.DEVNULL, check=True)


@contextmanager
def a_real_provider(
    port: int, *, return_address: str, left_address: str, mail: str
) -> Iterator[str]:
    """Run a provider whose every account has the verified address ``mail``; give its issuer.

    Args:
        port: Where it listens.
        return_address: Of the one client it knows.
        left_address: Likewise, after signing out.
        mail: What it says of whoever signs in.
    """
    install()
    shutil.copy(HERE / "server.mjs", KEPT)
    running = subprocess.Popen(
        [_tool("node"), "server.mjs", str(port), return_address, mail, left_address],
        cwd=KEPT,
        env=_with_node(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with running:
        try:
            said = "" if running.stdout is None else running.stdout.readline()
            assert said == "listening\n", "the provider did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _with_node() -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"}
