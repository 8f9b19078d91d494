"""What people hear of by letter."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReviewStepTaken:
    """Somebody asked for a review, approved, or returned a draft; one for each whom it concerns.

    Each letter is a delivery of its own: a mail server that is slow for one holds up no other.
    """

    step_id: uuid.UUID
    user_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class MemberInvited:
    """Somebody was asked to take part in a draft."""

    member_id: uuid.UUID
    occurred_at: datetime
