"""What a change of a draft is, and what follows from it. Pure: no web, no database."""

from app.authoring.rules.arranging import moved, put_in, rekeyed, taken_out, units
from app.authoring.rules.carrying import files_along, with_names
from app.authoring.rules.crediting import credited
from app.authoring.rules.finding import Found, find
from app.authoring.rules.folding import Step, folded
from app.authoring.rules.leaving import forgotten, marks_in, unmarked
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
from app.authoring.rules.outline import (
    folder_renamed,
    next_name,
    placed,
    rest_of,
    retitled,
    swapped,
    title_in,
)
from app.authoring.rules.picturing import repictured
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
    "Found",
    "Moved",
    "Operation",
    "Piece",
    "Place",
    "Removed",
    "Renamed",
    "Slice",
    "Span",
    "Splice",
    "Step",
    "carried",
    "credited",
    "difference",
    "earlier",
    "file_then",
    "files_along",
    "find",
    "folded",
    "folder_renamed",
    "followed",
    "forgotten",
    "marked",
    "marks_in",
    "moved",
    "next_name",
    "paths_of",
    "performed",
    "placed",
    "put_in",
    "rekeyed",
    "repictured",
    "rest_of",
    "retitled",
    "rewritten",
    "says_the_same",
    "spliced",
    "swapped",
    "taken_back",
    "taken_out",
    "text_of",
    "title_in",
    "units",
    "unmarked",
    "with_names",
]
