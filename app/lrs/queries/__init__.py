"""Find statements, agents and activities; each query scoped to who asks by its arguments."""

from app.lrs.queries.answers import FirstAnswer, first_answers
from app.lrs.queries.documents import documents_of
from app.lrs.queries.responses import first_responses, first_responses_in_classes
from app.lrs.queries.statements import (
    Page,
    StatementRow,
    registrations_with_statements,
    statement,
    statements_about,
    statements_of_registration,
)
from app.lrs.redaction import without_right_answer
from app.lrs.sentences import activity_title, verb_phrase, verb_word

__all__ = [
    "FirstAnswer",
    "Page",
    "StatementRow",
    "activity_title",
    "documents_of",
    "first_answers",
    "first_responses",
    "first_responses_in_classes",
    "registrations_with_statements",
    "statement",
    "statements_about",
    "statements_of_registration",
    "verb_phrase",
    "verb_word",
    "without_right_answer",
]
