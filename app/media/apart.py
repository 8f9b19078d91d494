"""Programs of ours that read what somebody sent, each in a process of its own.

Whoever sends a file chooses which decoder reads it, so the decoders run where they can do no
harm: a process with a limit of memory and of time, that ends with the file.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from app.media.errors import NotTaken, Refusal
from app.media.rules import LARGEST_KEPT

ROOT: Final = Path(__file__).resolve().parents[2]
MOST_SECONDS: Final = 60
"""However busy the machine is: a web worker waits for it."""


def run(program: str, *paths: Path, otherwise: Refusal) -> dict[str, Any]:
    """Run a program of ours; return what it says of its file.

    Args:
        program: The package whose ``__main__`` it is; it prints one line of JSON.
        paths: The file, and where to write.
        otherwise: Why the file is not taken if the program says nothing.

    Raises:
        NotTaken: The program refused the file, or it was more than the process may take.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own program, and names that we gave
            [sys.executable, "-m", program, *map(str, paths)],
            capture_output=True,
            check=False,
            env={"PYTHONPATH": str(ROOT)},
            timeout=MOST_SECONDS,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NotTaken(otherwise) from error
    if "refused" in answer:
        raise NotTaken(Refusal(answer["refused"]), largest=LARGEST_KEPT)
    return answer
