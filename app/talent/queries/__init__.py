"""What the registry's pages show, each as frozen values; days, never instants."""

from app.talent.queries.evidence import Evidence, Origin, cell
from app.talent.queries.matrix import Matrix, matrix
from app.talent.queries.monday import Monday, monday
from app.talent.queries.people import PersonSheet, person_sheet
from app.talent.queries.rollup import Asked
from app.talent.queries.scope import WHOLE, Scope, scope_of
from app.talent.queries.standings import Proofs

__all__ = [
    "WHOLE",
    "Asked",
    "Evidence",
    "Matrix",
    "Monday",
    "Origin",
    "PersonSheet",
    "Proofs",
    "Scope",
    "cell",
    "matrix",
    "monday",
    "person_sheet",
    "scope_of",
]
