"""A statement on its way into the store: completed, taken apart, not yet stored."""

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.lrs.rules import VOIDED_KEY, Words
from app.xapi.instants import write_timestamp

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class Entry:
    """One statement on its way in.

    Made before the transaction begins, so that nobody waits for it; ``stored`` is set inside,
    where the order of storing is settled.

    Attributes:
        id: Its id.
        is_named: Whether somebody else knows the id; then the store may have it already.
        timestamp: When it happened, as its sender says; None takes the time of storing.
        registration: The learner's run, if it names one.
        target: The statement that its object points at, if it does.
        words: What it is found by.
        authority: Canonical identifier of who vouches for it.
        counts: Whether it may count as a report on the run it names.
        head: The statement as JSON text, but for what ``doc`` adds and the closing brace.
        stored: When it is stored.
    """

    id: uuid.UUID
    is_named: bool
    timestamp: "datetime | None"
    registration: uuid.UUID | None
    target: uuid.UUID | None
    words: Words
    authority: str | None
    counts: bool
    head: bytes
    stored: "datetime | None" = field(default=None)

    @property
    def is_voiding(self) -> bool:
        """Whether it takes another statement back."""
        return self.target is not None and self.words.verb_key == VOIDED_KEY

    @property
    def happened(self) -> "datetime":
        """When it happened: as told, or else when it was stored."""
        found = self.timestamp or self.stored
        if found is None:
            raise ValueError("not stored yet")
        return found

    @property
    def doc(self) -> str:
        """The whole statement as JSON text, without line breaks."""
        if self.stored is None:
            raise ValueError("not stored yet")
        text = write_timestamp(self.stored)
        told = f',"timestamp":"{text}"' if self.timestamp is None else ""
        return f'{self.head.decode()}{told},"stored":"{text}"}}'
