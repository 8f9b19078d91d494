"""What a scene is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.demo.cast import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens on a day.

    Attributes:
        day: When.
        title: What whoever waits for the story reads.
        act: Does it, in one transaction.
        table: Instead of an act: a roster that is brought in on that day.
    """

    day: date
    title: str
    act: Callable[[Stage], None] | None = None
    table: Callable[[Stage], bytes] | None = None
