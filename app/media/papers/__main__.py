"""The program: ``python -m app.media.papers SOURCE KEPT``.

Prints {}, or {"refused": "locked"}; whatever else happens to it, the paper was broken.
"""

import json
import resource
import sys
from pathlib import Path

from app.media.errors import NotTaken
from app.media.papers.rewriting import rewrite

MOST_MEMORY = 600_000_000
"""Bytes of addresses. A paper of 5 MB whose streams stay packed needs a tenth of it."""
MOST_SECONDS = 30
"""Of processor time."""


def main() -> None:
    """Write one paper anew."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        rewrite(*map(Path, sys.argv[1:3]))
    except NotTaken as refused:
        _say({"refused": refused.why.value})
    else:
        _say({})


def _say(answer: object) -> None:
    print(json.dumps(answer))  # noqa: T201  the protocol


if __name__ == "__main__":
    main()
