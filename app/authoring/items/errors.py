"""Why a question does not come or go."""


class CannotDraw(Exception):
    """No practice can be made: ``key``, ``mastery``, ``count`` or ``few`` says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NothingNewer(LookupError):
    """There is no such question, or no newer version of it in a bank here."""
