"""What the registry's pages show, each as frozen values; days, never instants."""

from app.talent.queries.evidence import Evidence, Origin, cell
from app.talent.queries.matrix import Matrix, matrix
from app.talent.queries.monday import Monday, monday
from app.talent.queries.people import PersonSheet, person_sheet

__all__ = [
    "Evidence",
    "Matrix",
    "Monday",
    "Origin",
    "PersonSheet",
    "cell",
    "matrix",
    "monday",
    "person_sheet",
]
