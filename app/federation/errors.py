"""What can go wrong between a person, a provider and us."""

from app.outbox.errors import Told


class ProviderFault(Told):
    """A provider does not do what OpenID Connect says; the message is for its administrator."""


class TokenRefused(Exception):
    """What came back is not believed. The message is for the log, never for a page."""


class KeyUnknown(TokenRefused):
    """The token names a key that is not among those that were given."""


class StateSpent(Exception):
    """This way back was used before."""


class NobodyKnown(Exception):
    """The provider vouches for somebody whom nobody here is, or may be."""


class SlugTaken(Exception):
    """Another provider has this name in its address."""


class LinkTaken(Exception):
    """The account is linked to somebody already, or the person has one of this provider."""
