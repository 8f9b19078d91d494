"""Make papers in a process of their own, and keep none.

A matrix of three thousand people takes three seconds and 700 MB of typst's (measured 2026-11, one
of two cores), so it is made apart, one at a time in a web process, and ended at a limit. Nothing
is kept: what people can do changes with every delivery, and no list of it may lie about.
"""

import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import orjson

from app.clock import JST
from app.talent.errors import CannotPrint

ROOT: Final = Path(__file__).resolve().parents[3]
TIMEOUT_SECONDS: Final = 60
WAIT_SECONDS: Final = 10
PLACES: Final = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing to print.

    Attributes:
        template: Its name in ``papers/``.
        told: What it says.
        on: The day it is of; the file says that it was made then, so that the same facts on the
            same day are the same bytes.
    """

    template: str
    told: dict[str, Any]
    on: date

    def as_json(self) -> bytes:
        """Return it as the printer reads it; equal papers are equal bytes."""
        at = int(datetime.combine(self.on, time(), tzinfo=JST).timestamp())
        told = {"template": self.template, "told": self.told, "at": at}
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def pressed(paper: Paper) -> bytes:
    """Return a paper as PDF/A.

    Raises:
        CannotPrint: All places are taken, or it took too long; asking again in a moment helps.
    """
    if not PLACES.acquire(timeout=WAIT_SECONDS):
        raise CannotPrint("all places are taken")
    try:
        return _printed(paper.as_json())
    finally:
        PLACES.release()


def _printed(told: bytes) -> bytes:
    try:
        done = subprocess.run(  # our own module; the paper goes in by stdin
            [sys.executable, "-m", "app.talent.printing.printer"],
            input=told,
            capture_output=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotPrint(f"not made within {TIMEOUT_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        raise CannotPrint(error.stderr.decode(errors="replace")[-800:]) from error
    return done.stdout
