"""What can go wrong with a forwarder."""

from app.outbox.errors import GivesUp


class StatementRefused(GivesUp):
    """The store elsewhere will not have a statement, however often it is sent."""


class NameTaken(Exception):
    """Another living forwarder has this name."""


class SamePerson(Exception):
    """Who asked for children's statements cannot agree to it as well."""


class NotAsked(Exception):
    """Nobody asks for children's statements, or no longer."""
