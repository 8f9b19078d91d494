"""Why something is not done with an assessment."""

from sqlalchemy.exc import NoResultFound


class NoSuchLearner(NoResultFound):
    """Nobody of that id learns in the project, or none whom this teacher assesses."""


class AssessmentRefused(Exception):
    """It cannot be done; ``fault`` says why, and nothing was.

    Args:
        fault: ``ended``, ``teacher``, ``mentor``, ``learner`` (they are not), ``whom`` (nobody
            they may speak of), ``asks`` (splits are not asked for), ``small`` (too few learners),
            ``closed`` (their own result was told), ``voices`` (too few to tell a share),
            ``reason`` (a correction says why), ``meanwhile`` (somebody else settled it).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
