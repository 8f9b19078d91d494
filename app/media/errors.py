"""Why a file is not taken, or not let go."""

import enum


class Refusal(enum.Enum):
    """What keeps a file out of the library."""

    NO_FILE = "no-file"
    UNKNOWN = "unknown"
    TOO_LARGE = "too-large"
    BROKEN = "broken"
    UNREADABLE = "unreadable"
    """A recording or a paper that is not as its type says."""
    LOCKED = "locked"
    """A paper behind a password."""
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too-many-pixels"
    DRAWING = "drawing"
    """An SVG that does more than draw."""
    CAPTIONS = "captions"
    """What came as captions is no WebVTT."""


class NotTaken(Exception):
    """A file is not taken; nothing of it was kept.

    Attributes:
        why: The reason.
        largest: Bytes that a file of this kind may have, for ``TOO_LARGE``.
        told: What the checker of drawings says, for ``DRAWING``.
    """

    def __init__(self, why: Refusal, *, largest: int = 0, told: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.largest = largest
        self.told = told


class StillUsed(Exception):
    """A draft or a published course holds the file; it stays."""


class NotReady(Exception):
    """What a course needs of the file is not written yet; nothing was chosen."""


class StorageAway(Exception):
    """The place where the files lie does not answer, or has no room; nothing half was kept."""
