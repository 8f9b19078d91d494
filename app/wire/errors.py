"""What can go wrong between us and a machine elsewhere."""

from app.outbox.errors import Told


class NotReached(Told):
    """A machine elsewhere was not reached, or is in no state to take anything: later perhaps."""

    def __init__(self, told: str, *, wait_seconds: int = 0) -> None:
        """Keep how long it asks to be left alone, in seconds; 0 if it does not say."""
        super().__init__(told)
        self.wait_seconds = wait_seconds


class SealBroken(Exception):
    """A secret was sealed under another SECRET_KEY, or it is none of ours."""
