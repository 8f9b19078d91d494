"""What both sides changed, and what is to be chosen. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.authoring.merging.rules.cutting import Unit

Units = tuple[Unit, ...]


class Side(StrEnum):
    """What may be chosen."""

    THEIRS = "theirs"
    OURS = "ours"
    BOTH = "both"


class ConflictKind(StrEnum):
    """What both sides did."""

    TEXT = "text"
    """The same unit says something else on both."""

    REMOVED_THERE = "removed_there"
    """Gone in the version, changed in the draft."""

    REMOVED_HERE = "removed_here"
    """Changed in the version, gone in the draft."""

    ADDED = "added"
    """Both put something in at the same place."""

    PLACE = "place"
    """Both moved it, to different places."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Units that only one side changed, or neither, or both alike."""

    units: Units


@dataclass(frozen=True, slots=True)
class Dispute:
    """A site of a dispute: what stood there, and what each side has there.

    Attributes:
        group: Sites of one group are chosen together; "" for one that stands by itself.
    """

    base: Units
    theirs: Units
    ours: Units
    group: str = ""

    @property
    def can_be_both(self) -> bool:
        """Whether both can stand there after one another."""
        names = {one.name for one in self.theirs if one.is_single}
        clash = any(one.is_single and one.name in names for one in self.ours)
        return bool(self.theirs and self.ours) and not clash and not self.group


Part = Agreed | Dispute


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody has to choose.

    Attributes:
        id: Its name in a form; it holds for one draft at one number and one version.
        kind: What both did.
        path: The file, as the draft has it; of one that the draft has not, as the version has it.
        base: What stood there before; empty for nothing.
        theirs: What the version has there; of a place, where.
        ours: What the draft has there; of a place, where.
        can_be_both: Whether both may stand there.
    """

    id: str
    kind: ConflictKind
    path: str
    base: bytes
    theirs: bytes
    ours: bytes
    can_be_both: bool = False
