"""What can go wrong with a person's data, as exceptions that views turn into sentences."""


class MergeRefused(Exception):
    """Two accounts are not merged; ``why``, a value of ``rules.Refusal``, keeps them apart."""

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.why = why
