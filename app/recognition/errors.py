"""What may not be awarded."""

import uuid


class AwardRefused(Exception):
    """It cannot be awarded; ``fault`` says why, and nothing was.

    Faults: ``nobody`` (no member was chosen), ``already`` (all of it was awarded before),
    ``achievement`` (none of this project's), ``not_yours`` (of another organization, or oneself),
    ``assessment`` (not settled yet), ``hours``, ``artifact`` (the team shared no such thing).

    Attributes:
        member_id: Of whom; None for all.
    """

    def __init__(self, fault: str, member_id: uuid.UUID | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.member_id = member_id
