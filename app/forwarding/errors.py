"""What can go wrong with a forwarder."""

from app.outbox.errors import GivesUp, Told


class StoreAway(Told):
    """The store elsewhere was not reached, or is in no state to take anything: later perhaps."""

    def __init__(self, told: str, *, wait_seconds: int = 0) -> None:
        """Keep how long the store asks to be left alone, in seconds; 0 if it does not say."""
        super().__init__(told)
        self.wait_seconds = wait_seconds


class StatementRefused(GivesUp):
    """The store elsewhere will not have a statement, however often it is sent."""


class NameTaken(Exception):
    """Another living forwarder has this name."""


class SamePerson(Exception):
    """Who asked for children's statements cannot agree to it as well."""


class NotAsked(Exception):
    """Nobody asks for children's statements, or no longer."""
