"""The whole matrix, for files: every department and everybody, read some people at a time."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.personnel.queries import employment_of
from app.talent.queries import staff
from app.talent.queries.matrix import PersonRow, person_rows
from app.talent.queries.rollup import Asked, Share, roll_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from app.frameworks.models import FrameworkItem
    from app.talent.queries.staff import Department
    from app.talent.queries.standings import Cell

AT_ONCE = 500
"""People whose cells are asked for at a time."""


@dataclass(frozen=True, slots=True)
class WholeRow:
    """A department with everything below it."""

    department: "Department"
    heads: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that the filters let through.

    Attributes:
        asked: Which items, people and proofs.
        opened: The department that was asked for with all below it; None for all that may be
            read.
        departments: Those with people, in 建制順.
        total: The shares of all of ``people``; None where one department was asked for, whose
            row tells them.
        people: Everybody, in 建制順 and then by reading.
        numbers: Employee numbers; empty for whoever may not read them.
    """

    asked: Asked
    opened: "Department | None"
    departments: tuple[WholeRow, ...]
    total: tuple[Share, ...] | None
    people: tuple[PersonRow, ...]
    numbers: dict[uuid.UUID, str]

    @property
    def fallen(self) -> "Iterator[tuple[PersonRow, FrameworkItem, Cell]]":
        """What does not count any more, person by person."""
        for row in self.people:
            for item, cell in zip(self.asked.items, row.cells, strict=True):
                if cell is not None and not cell.is_standing:
                    yield row, item, cell


def whole(session: "Session", asked: Asked, *, department_id: uuid.UUID | None = None) -> Whole:
    """Return the whole matrix; five queries, and three more for every 500 people.

    Args:
        session: The reading session.
        asked: Which items, people and proofs.
        department_id: One department with all below it; one that may not be read counts as not
            asked.
    """
    counted = roll_up(session, asked)
    opened = counted.tree.find(department_id)
    every = tuple(one.id for one in counted.tree.ordered)
    ids = counted.tree.below(opened.id) if opened else every
    people: list[PersonRow] = []
    for offset in range(0, sum(counted.own.get(one, 0) for one in ids), AT_ONCE):
        some = staff.staff_in(
            *(session, counted.tree, ids),
            today=asked.today,
            limit=AT_ONCE,
            offset=offset,
            kind=asked.kind,
        )
        people += person_rows(session, asked, some)
    may_read_numbers = asked.scope.department_ids is None
    wanted = [row.person.id for row in people] if may_read_numbers else []
    employed = employment_of(session, wanted, asked.today)
    return Whole(
        asked=asked,
        opened=opened,
        departments=tuple(
            WholeRow(one, counted.heads[one.id], counted.shares(one.id))
            for one in counted.tree.ordered
            if one.id in ids and counted.heads[one.id] and (one.parent_id or not may_read_numbers)
        ),
        total=None if opened else counted.total,
        people=tuple(people),
        numbers={one: found.number for one, found in employed.items()},
    )
