"""Find statements, agents and activities; each query scoped to who asks by its arguments."""

from app.lrs.queries.answers import FirstAnswer, first_answers
from app.lrs.queries.responses import first_responses, first_responses_of_pupils
from app.lrs.queries.statements import (
    Page,
    StatementRow,
    registrations_with_statements,
    statement,
    statements_about,
    statements_of_registration,
)
from app.lrs.sentences import verb_phrase

__all__ = [
    "FirstAnswer",
    "Page",
    "StatementRow",
    "first_answers",
    "first_responses",
    "first_responses_of_pupils",
    "registrations_with_statements",
    "statement",
    "statements_about",
    "statements_of_registration",
    "verb_phrase",
]
