"""What may not be done with a proposal."""

from sqlalchemy.exc import NoResultFound


class NoSuchAdoption(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class AdoptionRefused(Exception):
    """It cannot be done now, and nothing was.

    Args:
        fault: ``ended`` (the project has), ``known`` (there is one already), ``moved`` (somebody
            was quicker), ``not_now`` (it is not at that point), ``nothing_said`` (the text has
            nothing in it), ``needs`` (nothing said of what would have to change), ``owner`` (not
            of the department), ``day`` (in the past, or missing),
            ``offer`` (there is none of that kind any more).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
