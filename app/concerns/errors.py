"""Why something is not done with a concern."""

from sqlalchemy.exc import NoResultFound


class NoSuchConcern(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class ConcernRefused(Exception):
    """It cannot be done; ``fault`` says why: ``handled`` (somebody was quicker)."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
