"""Whose skills somebody may read: the whole city's, or those of a unit."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.talent import policy
from app.talent.queries import staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.queries import Person


@dataclass(frozen=True, slots=True)
class Scope:
    """The departments whose people somebody may read; None for every one."""

    department_ids: frozenset[uuid.UUID] | None

    def holds(self, department_id: uuid.UUID | None) -> bool:
        """Whether a department is in it."""
        return self.department_ids is None or department_id in self.department_ids


WHOLE = Scope(None)


def scope_of(session: "Session", person: "Person", tree: staff.Departments | None = None) -> Scope:
    """Return whose skills a person may read; nobody's for most. ``tree`` saves a query."""
    if policy.can_read_registry(person):
        return WHOLE
    headed = policy.headed_by(person)
    if not headed:
        return Scope(frozenset())
    tree = tree or staff.departments(session)
    return Scope(frozenset(below for one in headed for below in tree.below(one)))
