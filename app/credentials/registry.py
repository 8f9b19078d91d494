"""The port to a talent registry: what this package asks of whoever keeps people's skills.

The embedded registry and one behind HTTP are both reached through it; ``wiring`` chooses.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a registry answered.

    Attributes:
        is_accepted: False: it has the bytes and does not believe them; sending again is useless.
        reference: Its own name for what it keeps; may be empty.
        reason: Why it did not accept; None if it did.
    """

    is_accepted: bool
    reference: str
    reason: str | None = None


class RegistryPort(Protocol):
    """A registry that takes credentials of the city's staff."""

    @property
    def name(self) -> str:
        """What the delivery rows call it; never changes."""

    def deliver(self, jwt: str, di: bytes, *, person: uuid.UUID, now: datetime) -> Receipt:
        """Hand over one credential in both forms.

        Delivering the same bytes again must change nothing.

        Raises:
            DeliveryFailed: It could not be reached; the outbox tries again.
        """


OpenRegistry = Callable[[Session], RegistryPort]
"""Gives the registry for one delivery; an embedded one writes in the same transaction."""
