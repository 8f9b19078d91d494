"""Why something is not endorsed, contested, settled, claimed or assessed."""


class Refused(Exception):
    """It is not done, and nothing was written; ``fault`` says why.

    Faults: ``own`` (of oneself), ``not_theirs`` (somebody else's business), ``not_staff``,
    ``item``, ``level``, ``expired`` (the last good day), ``partner`` (no partner of another
    organization), ``until`` (an invitation's last day), ``again`` (it is so already),
    ``settled``, ``signed`` (a credential of our own that has not been mended yet),
    ``nothing`` (no item), ``higher`` (more than was claimed).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
