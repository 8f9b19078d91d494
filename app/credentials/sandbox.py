"""Check a stranger's JSON document in a process of its own, with a limit on time and memory.

The web process holds no JSON-LD processor, and canonicalization of a hostile graph can take for
ever. Everything cheap is checked first, here; only a document that names an issuer we know, and
one of its keys, gets a process.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.credentials import verdict
from app.credentials.errors import TooBusy
from app.credentials.snapshot import SnapshotResolver
from app.credentials.verdict import CheckName, Verdict
from app.credentials.verify import verify

if TYPE_CHECKING:
    from datetime import datetime

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 5
PLACES = threading.BoundedSemaphore(2)
"""How many checks one web process runs at a time: a check keeps a core busy for half a second."""

WAIT_SECONDS = 3


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
        done = subprocess.run(  # our own module; the document goes in by stdin
            [sys.executable, "-m", "app.credentials.checker"],
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return verdict.from_json(json.loads(done.stdout))


def _gave_up(first: Verdict) -> Verdict:
    """Say that the signature could not be checked; unknown is never good."""
    stopped = verdict.unknown("too_costly")
    checks = tuple(stopped if c.name is CheckName.SIGNATURE else c for c in first.checks)
    return Verdict(checks, None, first.form)
