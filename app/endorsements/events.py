"""What has still to be told about endorsements."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PartnerAsked:
    """Somebody of another organization was asked to endorse, and is to be written to."""

    invitation_id: uuid.UUID
    occurred_at: datetime
