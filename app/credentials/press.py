"""Make papers and pictures in a process of their own, and keep what was made.

Setting a page takes a quarter of a second, so it is done when somebody asks for the file and never
at issuance; and it is done apart, so that no page can keep a web worker busy for longer than
``TIMEOUT_SECONDS``, and typst's memory is the process's own. What was made is kept in
``instance/cache/credentials/<id>/`` under the SHA-256 of its job: the same certificate is
the same file, and one whose link or name changed is made anew. Erasing a person clears it
(``forget``), and what nobody asked for in a month goes by itself.

Measured (2026-11, one of two cores): typst 0.15 takes 65 ms of the processor for an A4 certificate
with its frame, crest and QR code, and 0.25 s with the start of its process; a PNG of 600 pixels
0.15 s. WeasyPrint 70 takes 140 ms for the text alone and more than a second to start, and needs
Pango from the system: its wheel carries none. typst lets other threads run while it works, but
nothing ends it: hence the process.
"""

import functools
import hashlib
import os
import shutil
import tempfile
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import clock
from app.credentials.errors import TooBusy
from app.press import apart

if TYPE_CHECKING:
    from app.credentials.certificates import Job

FOLDER: Final = Path("cache/credentials")
PAPERS: Final = Path(__file__).parent / "papers"
TIMEOUT_SECONDS: Final = 15
WAIT_SECONDS: Final = 5
KEPT_SECONDS: Final = 30 * 24 * 3600
PLACES: Final = threading.BoundedSemaphore(2)


def pressed(job: "Job", of: uuid.UUID, *, instance_dir: Path) -> bytes:
    """Return what a job makes, from what was kept or made now.

    Args:
        job: What to make.
        of: The credential or the achievement that it is of.
        instance_dir: Where files are kept.

    Raises:
        TooBusy: All places are taken; asking again in a moment helps.
        CannotPrint: The process failed, or took too long.
    """
    told = job.as_json()
    digest = hashlib.sha256(_template(job.paper) + told).hexdigest()
    kept = instance_dir / FOLDER / str(of) / digest
    if kept.is_file():
        os.utime(kept.parent)
        return kept.read_bytes()
    if not PLACES.acquire(timeout=WAIT_SECONDS):
        raise TooBusy
    try:
        made = _print(told)
    finally:
        PLACES.release()
    _keep(kept, made)
    return made


def forget(of: uuid.UUID, *, instance_dir: Path) -> None:
    """Remove everything that was made of a credential."""
    shutil.rmtree(instance_dir / FOLDER / str(of), ignore_errors=True)


@functools.cache
def _template(paper: str | None) -> bytes:
    """Return a template's text: what was kept of an earlier one is not served any more."""
    return b"" if paper is None else (PAPERS / f"{paper}.typ").read_bytes()


def _print(told: bytes) -> bytes:
    return apart("app.credentials.printer", told, within=TIMEOUT_SECONDS)


def _keep(path: Path, made: bytes) -> None:
    """Keep a file, whole or not at all, for its owner's eyes only; let old ones go."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(made)
    Path(file.name).replace(path)
    _sweep(path.parent.parent)


def _sweep(folder: Path) -> None:
    oldest = clock.now().timestamp() - KEPT_SECONDS
    for one in folder.iterdir():
        if one.stat().st_mtime < oldest:
            shutil.rmtree(one, ignore_errors=True)
