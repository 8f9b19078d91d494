"""What is to be done about self-checks, in the worker."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SurveyLettersDue:
    """Those who have not answered are to be written to: the next few, and so on.

    Attributes:
        round_id: The round.
        why: A ``rules.Why``.
        after: People up to this one, by id, are done with.
    """

    round_id: uuid.UUID
    why: str
    after: uuid.UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SurveyLetterDue:
    """One of them is to be written to, as soon as offices are open."""

    round_id: uuid.UUID
    person_id: uuid.UUID
    why: str
    occurred_at: datetime
