"""Who writes memos, who reads them, and who confirms them."""

import uuid
from typing import TYPE_CHECKING

from app.talent import policy as talent

if TYPE_CHECKING:
    from app.identity.person import Person
    from app.talent.queries.staff import Departments


def writes_memos(person: "Person") -> bool:
    """Whether the person is of the city's staff."""
    return talent.has_own_sheet(person)


def can_read(person: "Person") -> bool:
    """Whether the person is HR, runs the city, or heads a unit; ``scope_of`` says whose."""
    return talent.can_read_people(person)


def confirms_in(tree: "Departments", person: "Person") -> frozenset[uuid.UUID]:
    """Return the units whose memos a person may confirm: those they head, with all below."""
    return frozenset(one for unit in talent.headed_by(person) for one in tree.below(unit))
