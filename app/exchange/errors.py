"""What can go wrong between two installations."""

from app.outbox.errors import GivesUp, Told


class NotAnIssuer(Told):
    """At that address is no issuer's document that we can use; the message says why."""


class AlreadyTrusted(Exception):
    """The issuer is on the list already, or is this installation itself."""


class NameTaken(Exception):
    """Another living registry has this name."""


class NoService(GivesUp):
    """The address answers, but not as an Open Badges 3.0 service that we can use."""


class NoEntry(GivesUp):
    """The registry takes neither our client nor a new token: a person has to look."""


class CredentialRefused(GivesUp):
    """The registry will not have a credential, however often it is sent."""
