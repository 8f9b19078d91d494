"""What the city wants by a day, as far as rooms above this one know it: HR's home begins with it.

Nothing is imported upward: whoever keeps the targets says so when the application is put together.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    Told = Callable[[Session, date], Sequence["Milestone"]]
    """Given a day, what is wanted and how far the city is; what matters most comes first."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is wanted by a day, and how far the city is.

    Attributes:
        name: What is counted: 「DX推進リーダー」.
        reached: People, or a percentage where ``is_rate``.
        goal: In the same unit.
        is_rate: Whether both are percentages.
        by: The day of the goal.
        letter: What it is graded today; ``grades`` is the rule, best first.
        grades: Letter → least percentage of the goal.
        href: The page of the target.
        reached_href: The people who are counted.
        missing_href: The others.
    """

    name: str
    reached: float
    goal: int
    is_rate: bool
    by: date
    letter: str
    grades: tuple[tuple[str, int], ...]
    href: str
    reached_href: str
    missing_href: str

    @property
    def missing(self) -> float:
        """How much is missing of the goal; 0 where it is reached."""
        return max(round(self.goal - self.reached, 1), 0)


def offer(app: Flask, told: "Told") -> None:
    """Let HR's home of ``app`` begin with what is wanted."""
    app.extensions["milestones"] = told


def milestones(session: "Session", on: date) -> "Sequence[Milestone]":
    """Return what is wanted, what matters most first; nothing where nobody keeps targets."""
    told = cast("Told | None", current_app.extensions.get("milestones"))
    return () if told is None else told(session, on)
