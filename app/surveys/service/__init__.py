"""What can be done with self-checks. Each function is one job, in the caller's transaction.

A whole round, as the demo makes past ones::

    row = plan(session, Terms(name, items, text, opens_on, closes_on), by=hr, now=then)
    open_round(session, row, by=hr, now=then)
    answer(session, row.id, person_id, {item_ref: level, …}, now=later)
    close(session, row, by=hr, now=last)
"""

from app.surveys.service.answering import answer
from app.surveys.service.planning import Terms, change, discard, note_export, plan
from app.surveys.service.running import close, extend, keep_days, open_round
from app.surveys.service.writing import Letter, due_people, letter_for

__all__ = [
    "Letter",
    "Terms",
    "answer",
    "change",
    "close",
    "discard",
    "due_people",
    "extend",
    "keep_days",
    "letter_for",
    "note_export",
    "open_round",
    "plan",
]
