"""Why something is not done with a challenge or a proposal."""

from sqlalchemy.exc import NoResultFound


class NoSuchChallenge(NoResultFound):
    """There is none of that name, or none that is theirs to see: the two look alike."""


class NoSuchProposal(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class ChallengeRefused(Exception):
    """It cannot be done; ``fault`` says why, and nothing was.

    Args:
        fault: ``department`` (none of theirs), ``owner`` (not of the city's staff), ``incomplete``
            (a line or a day is missing; ``missing`` names them), ``published`` (its six lines
            stand), ``draft`` (nobody reads it yet), ``closed`` (its call is over), ``same`` (the
            day is the one that was promised), ``day`` (a day that has passed), ``shorter`` (a call
            becomes no shorter but by closing it), ``settled`` (somebody was quicker), ``minor``
            (their teacher proposes for them), ``school`` (they do not speak for it).
        missing: The fields that lack something, as the form calls them.
    """

    def __init__(self, fault: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(fault)
        self.fault = fault
        self.missing = missing
