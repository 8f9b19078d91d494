"""Reading memos: one's own, those that wait for a chief, and what they sum up to on a day."""

from app.improvements.queries.memos import (
    Asked,
    Memo,
    Page,
    finished_courses,
    memos_behind,
    own_memo,
    own_memos,
    refuse_beyond,
    waiting_for,
)
from app.improvements.queries.sums import Sums, sums

__all__ = [
    "Asked",
    "Memo",
    "Page",
    "Sums",
    "finished_courses",
    "memos_behind",
    "own_memo",
    "own_memos",
    "refuse_beyond",
    "sums",
    "waiting_for",
]
