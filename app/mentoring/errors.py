"""Why something is not done about mentors and tickets."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import NoResultFound


class NoSuchTicket(NoResultFound):
    """There is none of that id, or none that is theirs to see: the two look alike."""


class NoSuchVetting(NoResultFound):
    """There is none of that id, or it is not theirs to keep."""


class VettingRefused(Exception):
    """It cannot be done; ``fault`` says why.

    Args:
        fault: ``own`` (nobody vouches for themselves), ``minor`` (under age, or no account),
            ``place`` (not of that organization), ``days`` (more than a year, or over already),
            ``overlaps`` (vouched for already in those days), ``ended`` (does not hold any more).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Missing:
    """What a ticket wants before it can be passed on.

    Attributes:
        fault: ``mentor`` (in the project no more), ``vetting``, ``agreement`` or ``minutes``.
        places: Of ``agreement``: the schools with which there is none.
        minutes: Of ``minutes``: how many are left.
        again_on: Of ``minutes``: the day from which there are minutes again; None where the
            vetting ends before.
    """

    fault: str
    places: tuple[str, ...] = ()
    minutes: int = 0
    again_on: date | None = None


class TicketRefused(Exception):
    """It cannot be done with a ticket, and nothing was.

    Args:
        fault: ``changed`` (somebody was quicker), ``state`` (not at this point), ``parts`` (not
            whole), ``ended`` (the project), ``mentor`` (not one of the project), ``vetting``,
            ``agreement``, ``minutes``, ``unvouched`` (nobody vouches for who writes any more).
        missing: What a teacher reads of it.
    """

    def __init__(self, fault: str, missing: Missing | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.missing = missing
