"""The program of papers, run for one paper."""

from pathlib import Path

from app.media.apart import run
from app.media.errors import Refusal


def write_anew(source: Path, kept: Path) -> None:
    """Write a PDF anew, see ``rewriting.rewrite``.

    Raises:
        NotTaken: It is no PDF, has a password, is too large, or was more than the process may
            take.
    """
    run("app.media.papers", source, kept, otherwise=Refusal.UNREADABLE)
