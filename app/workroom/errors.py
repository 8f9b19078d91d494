"""Why something is not done in the team's room."""

from sqlalchemy.exc import NoResultFound


class NothingThere(NoResultFound):
    """There is none of that id in this project, or it was removed: the two look alike."""


class WorkroomRefused(Exception):
    """It cannot be done; ``fault`` says why, and nothing was.

    Args:
        fault: ``project_full`` (the files of the project have no room for one more), ``alt`` (a
            picture needs words for whoever does not see it), ``kind`` (a version is of another
            kind than the thing), ``late`` (it was removed too long ago), ``changed`` (somebody
            else changed it meanwhile).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
