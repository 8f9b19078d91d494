"""Why somebody tells, and how far it is. Pure."""

import re
from enum import StrEnum
from typing import Final

LONGEST: Final = 600
EXCERPT: Final = 300
PUBLIC_KINDS: Final = frozenset({"comment"})
"""What anybody who is signed in may report: it stands on a public page."""
_KIND = re.compile(r"[a-z_]{1,24}")


class Reason(StrEnum):
    """Why somebody tells."""

    HURT = "hurt"
    """Somebody is hurt, or afraid."""
    PERSONAL = "personal"
    """It tells who somebody is, or where."""
    WORDS = "words"
    """Bad words."""
    OTHER = "other"


class State(StrEnum):
    """How far a concern is."""

    OPEN = "open"
    TAKEN = "taken"
    HANDLED = "handled"


def is_kind(text: str) -> bool:
    """Say whether this can name a kind of thing."""
    return bool(_KIND.fullmatch(text))


def excerpt_of(text: str) -> str:
    """Return as much of what a thing says as is kept."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
