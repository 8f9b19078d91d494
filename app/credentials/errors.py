"""What can stop a credential, each with the words an operator needs."""


class CredentialError(Exception):
    """The root of this package's errors."""


class SigningBlocked(CredentialError):
    """A signing key is missing, unreadable or not the one on record. Nothing is lost."""


class UnsignedTerm(CredentialError):
    """A member of the document is in no context, so a signature would not cover it."""

    def __init__(self, terms: tuple[str, ...]) -> None:
        """Keep the terms, which the message names."""
        super().__init__(f"not in any JSON-LD context, so not covered by a signature: {terms}")
        self.terms = terms


class ContextMissing(CredentialError):
    """A JSON-LD context is not among the bundled ones, or its bytes are not the pinned ones."""


class FaultyCredential(CredentialError):
    """What was built breaks a rule of Open Badges 3.0; ``faults`` lists every one."""

    def __init__(self, faults: list[str]) -> None:
        """Keep every fault."""
        super().__init__("; ".join(faults))
        self.faults = faults


class SelfCheckFailed(CredentialError):
    """A freshly signed credential did not pass our own verification; it is not stored."""


class NotRevocable(CredentialError):
    """The credential was never issued, or is revoked already."""


class NotCorrectable(CredentialError):
    """The credential does not hold, or (``is_waiting``) another correction of it waits."""

    def __init__(self, number: str, *, is_waiting: bool) -> None:
        """Keep which of the two it is."""
        super().__init__(number)
        self.is_waiting = is_waiting


class KeyNotChanged(CredentialError):
    """There is no such living key."""


class IssuerRefused(CredentialError):
    """An issuer cannot be made or ended like this.

    ``fault`` is ``spelling``, ``taken``, ``has_one``, ``ended`` or ``itself``.
    """

    def __init__(self, fault: str) -> None:
        """Keep the fault; the page has the words."""
        super().__init__(fault)
        self.fault = fault


class NotShareable(CredentialError):
    """A link was asked for a credential that may not have one."""


class DeliveryFailed(CredentialError):
    """The registry did not take a credential; it will be offered again."""


class TooBusy(CredentialError):
    """All places for checking a document apart are taken."""
