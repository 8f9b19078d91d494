"""Where a mistake is, and what is kept of the text there. Pure."""

import re
from dataclasses import dataclass

LONGEST_EXCERPT = 60
"""Characters; enough to find the place by eye."""

_SPOT = re.compile(
    r"(?P<lesson>[a-z][a-z0-9-]{0,63})"
    r"(?:/(?P<step>[1-9][0-9]{0,2})(?:/(?:b(?P<block>[1-9][0-9]{0,2})|q(?P<item>[a-z][a-z0-9-]*)))?)?"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a course; without a lesson, the course as a whole.

    Attributes:
        lesson: The lesson's key.
        step: A screen of it, from 1.
        block: A block on the screen, from 1, as its anchor counts.
        item: The key of the question on the screen.
    """

    lesson: str | None = None
    step: int | None = None
    block: int | None = None
    item: str | None = None

    def __str__(self) -> str:
        """Write the spot as ``read`` reads it: ``""``, ``nani``, ``nani/2``, ``nani/2/b1``."""
        parts = [self.lesson, None if self.step is None else str(self.step)]
        parts += [f"b{self.block}" if self.block else f"q{self.item}" if self.item else None]
        return "/".join(part for part in parts if part)

    @classmethod
    def read(cls, text: str) -> "Spot":
        """Read what ``str`` wrote.

        Raises:
            ValueError: It is none.
        """
        if not text:
            return cls()
        found = _SPOT.fullmatch(text)
        if found is None:
            raise ValueError(text)
        step, block = found["step"], found["block"]
        return cls(
            found["lesson"],
            None if step is None else int(step),
            None if block is None else int(block),
            found["item"],
        )


def excerpt(text: str) -> str:
    """Return the beginning of a text as one line, with 「…」 where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EXCERPT else line[: LONGEST_EXCERPT - 1] + "…"
