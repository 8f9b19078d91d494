"""What is to be read anew, and what somebody has accepted."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RereadDue:
    """A published course is to be compared with what today's dictionary would read."""

    course_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingsAccepted:
    """Somebody looked at the changed readings of this version and wants them.

    ``analyzer`` names what read them: if the dictionary changed since, they are to look again.
    """

    course_version_id: uuid.UUID
    analyzer: str
    occurred_at: datetime
