"""Ask the process that reads what is pasted: HTML and Word files never come into this one."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from app.authoring.pasting.limits import PATIENCE_SECONDS
from app.authoring.pasting.shapes import LeftOut, Pasted, PastingFault, Unpasted

ROOT: Final = Path(__file__).resolve().parents[3]


def read_pasted(name: str, data: bytes) -> Pasted:
    """Read a file, or what a clipboard held, as Markdown. Slow: no transaction.

    Args:
        name: The file's name; its ending says what it is, and Markdown is what has none.
        data: The bytes, from anywhere.

    Raises:
        Unpasted: It says why none of it was read.
    """
    answer = _asked(name, data)
    if "fault" in answer:
        raise Unpasted(PastingFault(answer["fault"]), answer.get("length", 0))
    left_out = {LeftOut(what): count for what, count in answer["left_out"].items()}
    named = tuple((LeftOut(what), text) for what, text in answer["named"])
    return Pasted(answer["markdown"], Counter(left_out), named)


def _asked(name: str, data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603  our own program; the name is but an argument
            [sys.executable, "-m", "app.authoring.pasting.reading", "--", Path(name).name],
            input=data,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as error:
        raise Unpasted(PastingFault.TOO_MUCH) from error
    return answer
