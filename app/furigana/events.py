"""What happened to the city's dictionary."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DictionaryChanged:
    """A word was added, changed or removed: published courses may want to be read anew."""

    surface: str
    occurred_at: datetime
