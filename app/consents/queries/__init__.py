"""Reading guardians, texts and answers, as frozen values.

Other packages ask ``decision``, ``children_of`` and ``may_view``.
"""

from app.consents.queries.deciding import OwnAnswer, answers_alone, decision, decisions
from app.consents.queries.family import (
    Child,
    child,
    children,
    children_of,
    history,
    is_open,
    may_view,
    open_purposes,
    own_answers,
    readings,
    school_of,
)
from app.consents.queries.notices import (
    NoticeRow,
    ReadCount,
    Reading,
    notice_rows,
    read_counts,
)
from app.consents.queries.school import (
    ClassCard,
    PupilRow,
    Tie,
    class_letter,
    classes_of,
    pupils,
    ties_of,
)
from app.consents.queries.texts import CurrentText, current_texts, versions_of
from app.consents.rules import Decision, Missing, Purpose

__all__ = [
    "Child",
    "ClassCard",
    "CurrentText",
    "Decision",
    "Missing",
    "NoticeRow",
    "OwnAnswer",
    "PupilRow",
    "Purpose",
    "ReadCount",
    "Reading",
    "Tie",
    "answers_alone",
    "child",
    "children",
    "children_of",
    "class_letter",
    "classes_of",
    "current_texts",
    "decision",
    "decisions",
    "history",
    "is_open",
    "may_view",
    "notice_rows",
    "open_purposes",
    "own_answers",
    "pupils",
    "read_counts",
    "readings",
    "school_of",
    "ties_of",
    "versions_of",
]
