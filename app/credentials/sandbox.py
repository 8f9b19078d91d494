"""Open a stranger's file, and check a JSON document, each in a process with limits.

The web process holds no JSON-LD processor, and canonicalization of a hostile graph can take for
ever. Everything cheap is checked first, here; only a document that names an issuer we know, and
one of its keys, gets a process.
"""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.credentials import verdict
from app.credentials.baking import kind_of
from app.credentials.errors import TooBusy
from app.credentials.snapshot import SnapshotResolver
from app.credentials.verdict import CheckName, Verdict
from app.credentials.verify import verify

if TYPE_CHECKING:
    from datetime import datetime

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 8
"""Of the clock; the programs themselves have limits of a few seconds of the processor."""

PLACES = threading.BoundedSemaphore(2)
"""How many checks one web process runs at a time: a check keeps a core busy for half a second."""

WAIT_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file held; see ``extracting.Opened``."""

    kind: str
    document: bytes | None
    codes: tuple[str, ...]


def open_file(data: bytes) -> Opened:
    """Find the credential in a file of any kind; plain text needs no process.

    Args:
        data: The file, as it came.

    Returns:
        What it held; "broken" too for a file that was more than the process may take.

    Raises:
        TooBusy: All places are taken, or it took too long; asking again in a moment helps.
    """
    if kind_of(data) == "text":
        return Opened("text", data, ())
    if not PLACES.acquire(timeout=WAIT_SECONDS):
        raise TooBusy
    try:
        told = json.loads(_run("opener", data))
    except subprocess.TimeoutExpired as error:
        raise TooBusy from error
    except subprocess.CalledProcessError:
        return Opened("broken", None, ())
    finally:
        PLACES.release()
    document = None if told["document"] is None else told["document"].encode()
    return Opened(told["kind"], document, tuple(told["codes"]))


def check_document(document: bytes, snapshot: Json, *, now: "datetime") -> Verdict:
    """Verify a document in either form.

    Args:
        document: What was handed in.
        snapshot: ``trust.snapshot``: the issuers, their keys and the status at this moment.
        now: The instant to compare the dates with.

    Raises:
        TooBusy: All places are taken; asking again in a moment helps.
    """
    first = verify(document, SnapshotResolver(snapshot), now=now)
    open_question = verdict.unknown("no_proof_check")
    if open_question not in first.checks:
        return first
    if not PLACES.acquire(timeout=WAIT_SECONDS):
        raise TooBusy
    try:
        return _check_apart(document, snapshot, now) or _gave_up(first)
    finally:
        PLACES.release()


def _check_apart(document: bytes, snapshot: Json, now: "datetime") -> Verdict | None:
    asked = {"document": document.decode(), "snapshot": snapshot, "now": now.isoformat()}
    try:
        told = _run("checker", json.dumps(asked).encode())
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return verdict.from_json(json.loads(told))


def _run(program: str, data: bytes) -> bytes:
    """Return what a program of ours says of its input.

    Raises:
        TimeoutExpired: It took too long: the machine is busy, or the input is more than it looks.
        CalledProcessError: It ended at its own limits.
    """
    done = subprocess.run(  # noqa: S603  our own module; what is strange goes in by stdin
        [sys.executable, "-m", f"app.credentials.{program}"],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=TIMEOUT_SECONDS,
        check=True,
    )
    return done.stdout


def _gave_up(first: Verdict) -> Verdict:
    """Say that the signature could not be checked; unknown is never good."""
    stopped = verdict.unknown("too_costly")
    checks = tuple(stopped if c.name is CheckName.SIGNATURE else c for c in first.checks)
    return Verdict(checks, None, first.form)
