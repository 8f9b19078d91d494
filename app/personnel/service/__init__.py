"""The jobs of this package; callers commit, services never do."""

from app.personnel.service.keeping import Edit, Move, keep_employment, note_export, transfer
from app.personnel.service.retention import RETENTION_YEARS, forget_leavers

__all__ = [
    "RETENTION_YEARS",
    "Edit",
    "Move",
    "forget_leavers",
    "keep_employment",
    "note_export",
    "transfer",
]
