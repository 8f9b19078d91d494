"""Make the paper of a report in a process of its own, so that no report keeps a worker busy.

The instant it says it was made at is that of its day, so that the same content is the same bytes.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.reporting.errors import CannotPrint

if TYPE_CHECKING:
    from typing import Any

ROOT: Final = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS: Final = 40
WAIT_SECONDS: Final = 20
PLACE: Final = threading.BoundedSemaphore(1)


def pressed(says: "dict[str, Any]", *, at: int) -> bytes:
    """Return a PDF of what ``paper.document`` says.

    Args:
        says: The words.
        at: The instant of its making, in seconds, as the file tells it.

    Raises:
        CannotPrint: The process failed, or took too long.
    """
    if not PLACE.acquire(timeout=WAIT_SECONDS):
        raise CannotPrint("another paper is being made")
    try:
        done = subprocess.run(  # our own module; the job goes in by stdin
            [sys.executable, "-m", "app.reporting.printer"],
            input=json.dumps({"says": says, "at": at}).encode(),
            capture_output=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotPrint(f"not made within {TIMEOUT_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        raise CannotPrint(error.stderr.decode(errors="replace")[-800:]) from error
    finally:
        PLACE.release()
    return done.stdout
