"""The jobs of this package; callers commit, services never do."""

from app.rosters.service.applying import Ready, apply, prepare
from app.rosters.service.checking import Compared, compare, keep_comparison, keep_unreadable
from app.rosters.service.exporting import export_roster, give_ids, prepare_export
from app.rosters.service.imports import (
    approve,
    ask_undo,
    cancel,
    choose_absent,
    keep_roster,
    mend_row,
    note_progress,
    set_row_aside,
    take_rows_back,
)
from app.rosters.service.undoing import Undoing, foresee, undo

__all__ = [
    "Compared",
    "Ready",
    "Undoing",
    "apply",
    "approve",
    "ask_undo",
    "cancel",
    "choose_absent",
    "compare",
    "export_roster",
    "foresee",
    "give_ids",
    "keep_comparison",
    "keep_roster",
    "keep_unreadable",
    "mend_row",
    "note_progress",
    "prepare",
    "prepare_export",
    "set_row_aside",
    "take_rows_back",
    "undo",
]
