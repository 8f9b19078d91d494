"""The program of pictures, run for one picture."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.media.errors import NotTaken, Refusal
from app.media.rules import LARGEST_KEPT

ROOT: Final = Path(__file__).resolve().parents[3]
MOST_SECONDS: Final = 60
"""However busy the machine is: a web worker waits for it."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture as it is kept. ``suffix`` without the dot; sizes in pixels."""

    suffix: str
    width: int
    height: int


def redraw(source: Path, kept: Path, small: Path) -> Redrawn:
    """Write a picture anew, and a small copy of it, see ``reencode.reencode``.

    Raises:
        NotTaken: The picture is no picture, moves, is too large, or was more than the process
            may take.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own program, and names that we gave
            [sys.executable, "-m", "app.media.pictures", str(source), str(kept), str(small)],
            capture_output=True,
            check=False,
            env={"PYTHONPATH": str(ROOT)},
            timeout=MOST_SECONDS,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NotTaken(Refusal.BROKEN) from error
    if "refused" in answer:
        raise NotTaken(Refusal(answer["refused"]), largest=LARGEST_KEPT)
    return Redrawn(answer["suffix"], answer["width"], answer["height"])
