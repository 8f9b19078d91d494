"""The program of pictures, run for one picture."""

from dataclasses import dataclass
from pathlib import Path

from app.media.apart import run
from app.media.errors import Refusal


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
    answer = run("app.media.pictures", source, kept, small, otherwise=Refusal.BROKEN)
    return Redrawn(answer["suffix"], answer["width"], answer["height"])
