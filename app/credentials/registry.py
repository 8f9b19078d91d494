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


class LookFirst(Protocol):
    """What a registry does outside of the transaction of a delivery, because it takes long."""

    def __call__(self, session: Session, jwt: str, di: bytes, *, now: datetime) -> OpenRegistry:
        """Look at a credential, and return the registry that knows what was seen.

        What was seen may have changed when it is delivered to: the registry sees to that.

        Args:
            session: To read with; nothing is written.
            jwt: The compact form.
            di: The JSON form.
            now: The instant of looking.
        """
