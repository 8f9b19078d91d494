"""The program: ``python -m app.media.pictures SOURCE KEPT SMALL``.

Prints {"suffix": "jpg", "width": 640, "height": 480}, or {"refused": "broken"}; whatever else
happens to it, the picture was broken.
"""

import json
import resource
import sys
from pathlib import Path

from app.media.errors import NotTaken
from app.media.pictures.reencode import reencode

MOST_MEMORY = 1_000_000_000
"""Bytes of addresses. 64 million pixels need 256 MB decoded, and as much again turned upright."""
MOST_SECONDS = 30
"""Of processor time."""


def main() -> None:
    """Write one picture anew."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        found = reencode(*map(Path, sys.argv[1:4]))
    except NotTaken as refused:
        _say({"refused": refused.why.value})
    else:
        _say({"suffix": found.suffix, "width": found.width, "height": found.height})


def _say(answer: object) -> None:
    print(json.dumps(answer))  # noqa: T201  the protocol


if __name__ == "__main__":
    main()
