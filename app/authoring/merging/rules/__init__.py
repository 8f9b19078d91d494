"""What becomes of a course that two sides changed. Pure: no web, no database."""

from app.authoring.merging.rules.course import Merged, merged
from app.authoring.merging.rules.cutting import Unit, cut
from app.authoring.merging.rules.disputes import Conflict, ConflictKind, Side
from app.authoring.merging.rules.rekeying import rekeyed
from app.authoring.merging.rules.settling import Settled, settled

__all__ = [
    "Conflict",
    "ConflictKind",
    "Merged",
    "Settled",
    "Side",
    "Unit",
    "cut",
    "merged",
    "rekeyed",
    "settled",
]
