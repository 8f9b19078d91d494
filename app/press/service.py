"""Make a paper in a process of its own."""

import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import orjson

from app.clock import JST
from app.press.errors import CannotPrint

ROOT: Final = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS: Final = 60
WAIT_SECONDS: Final = 20
PLACES: Final = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing to print.

    Attributes:
        template: A file of the package that says it, such as ``app/talent/papers/matrix.typ``.
        told: What it says; the template reads it as ``data.json``.
        on: The day it is of.
        pictures: Files that stand beside the template, by their names there.
    """

    template: Path
    told: dict[str, Any]
    on: date
    pictures: Mapping[str, Path] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """Return it as the printer reads it; equal papers are equal bytes."""
        told = {
            "template": str(self.template.resolve()),
            "told": self.told,
            "at": int(datetime.combine(self.on, time(), tzinfo=JST).timestamp()),
            "pictures": {name: str(path) for name, path in self.pictures.items()},
        }
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def pressed(paper: Paper) -> bytes:
    """Return a paper as PDF/A.

    Raises:
        CannotPrint: All places are taken, or it took too long; asking again in a moment helps.
    """
    if not PLACES.acquire(timeout=WAIT_SECONDS):
        raise CannotPrint("all places are taken")
    try:
        return apart("app.press.printer", paper.as_json(), within=TIMEOUT_SECONDS)
    finally:
        PLACES.release()


def apart(program: str, told: bytes, *, within: float) -> bytes:
    """Run one of our printers in a process of its own, and return what it wrote.

    Args:
        program: The module, such as ``app.press.printer``.
        told: What it reads from its standard input.
        within: Seconds that it may take.

    Raises:
        CannotPrint: It failed, or took too long.
    """
    try:
        done = subprocess.run(  # noqa: S603  a module of ours; the job goes in by stdin
            [sys.executable, "-m", program],
            input=told,
            capture_output=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=within,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotPrint(f"not made within {within} seconds") from error
    except subprocess.CalledProcessError as error:
        raise CannotPrint(error.stderr.decode(errors="replace")[-800:]) from error
    return done.stdout
