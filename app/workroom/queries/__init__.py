"""Reading the team's room: the board, meetings and decisions, and what was made."""

from app.workroom.queries.artifacts import (
    ArtifactRow,
    Credits,
    VersionRow,
    artifact,
    artifact_row,
    artifacts,
    hashes,
    holds_bytes,
    of_meeting,
    public_artifacts,
    read_bytes,
    removed_artifacts,
    version_of,
)
from app.workroom.queries.board import (
    Board,
    CardRow,
    Wanted,
    board,
    card,
)
from app.workroom.queries.meetings import (
    DecisionRow,
    MeetingRow,
    MeetingsPage,
    decision,
    meeting,
    meetings,
)

__all__ = [
    "ArtifactRow",
    "Board",
    "CardRow",
    "Credits",
    "DecisionRow",
    "MeetingRow",
    "MeetingsPage",
    "VersionRow",
    "Wanted",
    "artifact",
    "artifact_row",
    "artifacts",
    "board",
    "card",
    "decision",
    "hashes",
    "holds_bytes",
    "meeting",
    "meetings",
    "of_meeting",
    "public_artifacts",
    "read_bytes",
    "removed_artifacts",
    "version_of",
]
