"""How a handler says more than that it failed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


class Told(Exception):
    """A failure whose message is a sentence for the operator; it is shown as it is."""


class GivesUp(Told):
    """Another try would change nothing: the delivery waits for a person at once."""


class NotNow(Exception):
    """It is too early, and nothing was tried: come again after ``wait``. No try is counted."""

    def __init__(self, wait: "timedelta") -> None:
        super().__init__(f"not before {wait}")
        self.wait = wait
