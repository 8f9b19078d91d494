"""What other packages learn from here."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ShowcasePublished:
    """A project's page became public, or its public copy was taken over anew."""

    project_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ShowcaseWithdrawn:
    """A project's page is not public any more."""

    project_id: uuid.UUID
    occurred_at: datetime
