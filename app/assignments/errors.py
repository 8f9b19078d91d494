"""What can be wrong with an assignment."""


class AssignmentRefused(Exception):
    """It cannot be made or changed; ``fault`` says why, and nothing was.

    Faults: ``nobody``, ``course``, ``past``, ``withdrawn``, ``same``.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
