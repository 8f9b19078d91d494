"""Why something is not done with a need or an offer."""

from sqlalchemy.exc import NoResultFound


class NoSuchNeed(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class NoSuchOffer(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class ContributionRefused(Exception):
    """It cannot be done; ``fault`` says why, and nothing was.

    Args:
        fault: ``minor`` (their teacher offers for them), ``school`` (they do not speak for it),
            ``pupils`` (a school says how many), ``over`` (the need is met or closed, or its day
            has passed), ``twice`` (they have an offer under way), ``own`` (nobody answers their
            own offer), ``settled`` (it has gone on meanwhile), ``ended`` (the project is over).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
