"""What other packages learn from here."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GatePassed:
    """A project has gone through the gate at the end of a stage."""

    project_id: uuid.UUID
    stage: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody is not in a project any more."""

    project_id: uuid.UUID
    user_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ProjectEnded:
    """A project was ended; its credentials may be due."""

    project_id: uuid.UUID
    occurred_at: datetime
