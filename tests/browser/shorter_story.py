"""The demo's story as ``make demo`` tells it, but that few of a training's people are awarded.

``python -m tests.browser.shorter_story demo``. Every scene takes place, and every page has what it
shows; but to sign and deliver fifteen hundred credentials took most of the time of the journey.
"""

import sys
from collections.abc import Iterable

from app.demo import awards
from app.demo.cast import Clerk, Stage
from app.start.__main__ import main

ONE_IN = 5
"""Of so many who took part, one is awarded."""

_award = awards.award


def few(stage: Stage, key: str, people: Iterable[Clerk]) -> None:
    """Award one in so many."""
    _award(stage, key, list(people)[::ONE_IN])


if __name__ == "__main__":
    setattr(awards, "award", few)  # noqa: B010  mypy refuses the plain form
    sys.exit(main(sys.argv[1:]))
