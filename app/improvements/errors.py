"""Why something is not done with a memo."""

from sqlalchemy.exc import NoResultFound


class NoSuchMemo(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class MemoRefused(Exception):
    """It cannot be done; ``fault`` says why.

    Args:
        fault: ``course`` (not finished by the person), ``unit`` (they have none), ``confirmed``
            (it can no longer be changed), ``own`` (nobody confirms their own), ``settled``
            (somebody was quicker).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
