"""Reading assignments: what HR and managers see, and what each person finds on their home."""

from app.assignments.queries.detail import (
    Act,
    Counts,
    Detail,
    Person,
    Section,
    detail,
    one_assignee,
    people_of,
)
from app.assignments.queries.expiring import Ending, Renewal, ending
from app.assignments.queries.listing import (
    Choice,
    Row,
    asked_already,
    choices,
    list_assignments,
    post_titles,
)
from app.assignments.queries.members import Whom, members, scope_of
from app.assignments.queries.own import OwnAssignment, next_course, own_assignments

__all__ = [
    "Act",
    "Choice",
    "Counts",
    "Detail",
    "Ending",
    "OwnAssignment",
    "Person",
    "Renewal",
    "Row",
    "Section",
    "Whom",
    "asked_already",
    "choices",
    "detail",
    "ending",
    "list_assignments",
    "members",
    "next_course",
    "one_assignee",
    "own_assignments",
    "people_of",
    "post_titles",
    "scope_of",
]
