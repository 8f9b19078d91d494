"""What may not be done with agreements."""


class AgreementRefused(Exception):
    """It cannot be done; ``fault`` says why, and nothing was written.

    Faults: ``parties`` (fewer than two), ``days`` (the last lies before the first), ``ended``
    (it is over already).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class NoSuchAgreement(Exception):
    """There is none of this id."""
