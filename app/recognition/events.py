"""What is to be done about awards, in the worker."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProjectAwardsDue:
    """Members of a project were awarded something, and have no credential yet."""

    project_id: uuid.UUID
    occurred_at: datetime
