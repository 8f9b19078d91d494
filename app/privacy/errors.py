"""What can go wrong with a person's data, as exceptions that views turn into sentences."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.privacy.rules import Refusal


class MergeRefused(Exception):
    """Two accounts are not merged; ``why`` says what keeps them apart."""

    def __init__(self, why: "Refusal") -> None:
        """Keep the reason."""
        super().__init__(why.value)
        self.why = why
