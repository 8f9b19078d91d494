"""What can keep an award from being made, or taken back."""


class AwardRefused(Exception):
    """Nobody is left to award to, or the achievement is closed; ``fault`` is which."""

    def __init__(self, fault: str) -> None:
        """Keep ``nobody`` or ``closed``."""
        super().__init__(fault)
        self.fault = fault


class WithdrawalRefused(Exception):
    """Somebody has asked already, or nobody, or has to be another; ``fault`` is which."""

    def __init__(self, fault: str) -> None:
        """Keep ``asked``, ``not_asked``, ``agreed`` or ``same_person``."""
        super().__init__(fault)
        self.fault = fault
