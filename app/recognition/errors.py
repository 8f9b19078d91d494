"""What may not be awarded."""


class AwardRefused(Exception):
    """It cannot be awarded; ``fault`` says why, and nothing was.

    Faults: ``nobody`` (no member was chosen), ``achievement`` (none of this project's),
    ``not_yours`` (of another organization, or oneself), ``assessment`` (not settled yet),
    ``hours``.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
