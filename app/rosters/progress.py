"""How far the work on a roster is, in steps that are told as they are done. Pure."""

from collections.abc import Callable
from typing import Final

Tell = Callable[[int, int], None]
"""Is told how many steps are done, and how many there are."""

READ: Final = 7
"""Files of a roster, a step each; a table is all of them at once."""
LOOKED_UP: Final = READ + 1
COMPARED: Final = LOOKED_UP + 5
PREPARED: Final = COMPARED + 1
STEPS: Final = PREPARED + 1
"""The last of them is what is written down."""


class Steps:
    """Counts the steps that are done."""

    def __init__(self, tell: Tell | None = None, total: int = STEPS) -> None:
        """Begin; without ``tell`` nobody is told."""
        self._tell, self.done, self.total = tell, 0, total

    def next(self) -> None:
        """One more is done."""
        self.reach(self.done + 1)

    def reach(self, done: int) -> None:
        """So many are done."""
        if done > self.done:
            self.done = done
            if self._tell is not None:
                self._tell(done, self.total)
