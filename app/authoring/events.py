"""What somebody wants to be done with a draft."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DraftSubmitted:
    """A draft is to be published as it was after this many changes."""

    draft_id: uuid.UUID
    number: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DraftPublished:
    """A draft, as it was asked for, has become a version of its course."""

    draft_id: uuid.UUID
    course_version_id: uuid.UUID
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """A draft was begun or changed: its readings want to be looked at."""

    draft_id: uuid.UUID
    number: int
    occurred_at: datetime
