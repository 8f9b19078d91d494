"""What may not be done with a self-check."""


class SurveyRefused(Exception):
    """It cannot be done now; ``fault`` says why, and nothing was.

    Faults: ``nobody`` (no staff to ask), ``opened``, ``not_open``, ``closed``, ``past``.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class NotInvited(Exception):
    """The person is not asked in this round, or it is not open."""


class AlreadyAnswered(Exception):
    """Everybody answers once."""
