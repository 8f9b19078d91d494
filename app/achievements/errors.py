"""What can keep an award from being made."""


class AwardRefused(Exception):
    """Nobody is left to award to, or the achievement is closed; ``fault`` is which."""

    def __init__(self, fault: str) -> None:
        """Keep ``nobody`` or ``closed``."""
        super().__init__(fault)
        self.fault = fault
