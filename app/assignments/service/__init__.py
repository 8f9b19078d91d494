"""What can be done with assignments. Each function is one job, in the caller's transaction."""

from app.assignments.service.assigning import Terms, add_joiners, assign
from app.assignments.service.changing import (
    ask_by_hand,
    change_due_day,
    exempt,
    lift_exemption,
    lift_returned,
    note_export,
    restore,
    withdraw,
)
from app.assignments.service.following import note_completion, note_start, thank
from app.assignments.service.leaves import exempt_absent
from app.assignments.service.writing import Letter, due_people, letter_for, note_sent

__all__ = [
    "Letter",
    "Terms",
    "add_joiners",
    "ask_by_hand",
    "assign",
    "change_due_day",
    "due_people",
    "exempt",
    "exempt_absent",
    "letter_for",
    "lift_exemption",
    "lift_returned",
    "note_completion",
    "note_export",
    "note_sent",
    "note_start",
    "restore",
    "thank",
    "withdraw",
]
