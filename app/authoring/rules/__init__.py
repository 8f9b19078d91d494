"""What a change of a draft is, and what follows from it. Pure: no web, no database."""

from app.authoring.rules.operations import (
    Added,
    Edited,
    Moved,
    Operation,
    Place,
    Removed,
    Renamed,
    earlier,
    file_then,
    followed,
    paths_of,
    performed,
)
from app.authoring.rules.showing import Piece, marked
from app.authoring.rules.slices import (
    BlockConflict,
    Slice,
    Span,
    Splice,
    carried,
    rewritten,
    says_the_same,
    spliced,
    text_of,
)
from app.authoring.rules.undoing import difference, taken_back

__all__ = [
    "Added",
    "BlockConflict",
    "Edited",
    "Moved",
    "Operation",
    "Piece",
    "Place",
    "Removed",
    "Renamed",
    "Slice",
    "Span",
    "Splice",
    "carried",
    "difference",
    "earlier",
    "file_then",
    "followed",
    "marked",
    "paths_of",
    "performed",
    "rewritten",
    "says_the_same",
    "spliced",
    "taken_back",
    "text_of",
]
