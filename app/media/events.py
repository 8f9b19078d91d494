"""What happened in the library."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MediaRemoved:
    """A file was taken out of a library; its bytes may lie there for nothing now."""

    sha256: str
    suffix: str
    occurred_at: datetime
