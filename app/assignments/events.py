"""What is to be done about assignments, in the worker."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LettersDue:
    """People are to be written to: the next few, and so on.

    Attributes:
        why: A ``rules.Why``.
        about: The assignment, or the act that is told of; None for what the day brings.
        day: On which day that was settled.
        after: People up to this one, by id, are done with.
    """

    why: str
    about: uuid.UUID | None
    day: date
    after: uuid.UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class LetterDue:
    """One of them is to be written to, as soon as offices are open."""

    person_id: uuid.UUID
    why: str
    about: uuid.UUID | None
    day: date
    occurred_at: datetime
