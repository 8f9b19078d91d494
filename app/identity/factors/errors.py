"""What can go wrong with a second factor."""

import uuid


class WrongCode(Exception):
    """No such code, a spent one, or one of another time: never told apart."""


class PasskeyRefused(Exception):
    """What a passkey answered does not hold: challenge, origin, signature, owner or counter."""

    def __init__(self, reason: str, *, copied_of: uuid.UUID | None = None) -> None:
        """Keep why, for the operators; ``copied_of`` is whose passkey has been copied."""
        super().__init__(reason)
        self.copied_of = copied_of
