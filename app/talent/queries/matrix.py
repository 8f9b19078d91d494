"""The skills matrix: departments × items, and the people of the department that is open."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.talent.queries import staff
from app.talent.queries.rollup import Asked, RollUp, Share, roll_up
from app.talent.queries.standings import Cell, cells_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework, FrameworkItem
    from app.talent.queries.staff import Department, Departments, StaffMember

PAGE = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the open department; ``cells`` stands in the order of the columns."""

    person: "StaffMember"
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department with everything under it; ``people`` are those of this page listed here."""

    department: "Department"
    heads: int
    shares: tuple[Share, ...]
    is_open: bool
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One page of the matrix.

    Attributes:
        asked: Which items, people and proofs; the items are the columns.
        rows: The bureaus in 建制順, with the parts of what is open; the city itself is ``total``.
        departments: All departments that have people, for the filter.
        total: The whole city.
        opened: The department whose people are shown, if any.
        page: From 1; ``pages`` at least 1. Fifty people a page.
    """

    asked: Asked
    rows: tuple[DepartmentRow, ...]
    departments: "tuple[Department, ...]"
    total: tuple[Share, ...]
    heads: int
    opened: "Department | None"
    page: int
    pages: int

    @property
    def frameworks(self) -> "tuple[Framework, ...]":
        """What the columns are of."""
        return self.asked.frameworks

    @property
    def items(self) -> "tuple[FrameworkItem, ...]":
        """The columns."""
        return self.asked.items

    @property
    def minimum(self) -> int:
        """The level from which an item counts as reached."""
        return self.asked.minimum

    @property
    def today(self) -> "date":
        """The day it is asked for."""
        return self.asked.today


def matrix(
    session: "Session", asked: Asked, *, department_id: uuid.UUID | None = None, page: int = 1
) -> Matrix:
    """Return the matrix; six queries, whatever the size of the city.

    Args:
        session: The reading session.
        asked: Which items, people and proofs.
        department_id: The department to open; a city of one page is opened whole.
        page: The page of people, from 1; clamped to what there is.
    """
    counted = roll_up(session, asked)
    tree, own = counted.tree, counted.own
    opened = tree.find(department_id)
    open_ids = _open(tree, opened, total=counted.people)
    pages = max(1, -(-sum(own.get(one, 0) for one in open_ids) // PAGE))
    page = min(max(page, 1), pages)
    people = _people(session, asked, tree, open_ids, offset=(page - 1) * PAGE)
    unfolded = _unfolded(tree, opened, open_ids)
    return Matrix(
        asked=asked,
        rows=tuple(
            DepartmentRow(
                department=one,
                heads=counted.heads[one.id],
                shares=counted.shares(one.id),
                is_open=one.id in open_ids,
                people=tuple(row for row in people if row.person.department_id == one.id),
            )
            for one in tree.ordered
            if _is_listed(one, counted, unfolded)
        ),
        departments=tuple(one for one in tree.ordered if counted.heads[one.id] and one.parent_id),
        total=counted.total,
        heads=counted.people,
        opened=opened,
        page=page,
        pages=pages,
    )


def _people(
    session: "Session",
    asked: Asked,
    tree: "Departments",
    department_ids: tuple[uuid.UUID, ...],
    *,
    offset: int,
) -> list[PersonRow]:
    people = staff.staff_in(
        *(session, tree, department_ids),
        today=asked.today,
        limit=PAGE,
        offset=offset,
        kind=asked.kind,
    )
    return person_rows(session, asked, people)


def person_rows(session: "Session", asked: Asked, people: "list[StaffMember]") -> list[PersonRow]:
    """Return the rows of these people, their cells in the order of the columns; one query."""
    cells = cells_of(
        session,
        [one.id for one in people],
        asked.tops,
        today=asked.today,
        proofs=asked.proofs,
    )
    own: dict[uuid.UUID, dict[str, Cell]] = {one.id: {} for one in people}
    for (person_id, ref), cell in cells.items():
        own[person_id][ref] = cell
    return [PersonRow(one, tuple(map(own[one.id].get, asked.refs))) for one in people]


def _is_listed(department: "Department", counted: RollUp, unfolded: set[uuid.UUID]) -> bool:
    """Whether a row is drawn: the bureaus, and below them only what is unfolded.

    Empty departments have no row; the city's own row would repeat the total.
    """
    if department.parent_id is None:
        return bool(counted.own.get(department.id))
    has_people = counted.heads[department.id] > 0
    return has_people and (department.depth <= 1 or department.parent_id in unfolded)


def _unfolded(
    tree: "Departments", opened: "Department | None", open_ids: tuple[uuid.UUID, ...]
) -> set[uuid.UUID]:
    """Return the departments whose parts are listed: what is open, and the way down to it."""
    found, above = set(open_ids), opened
    while above is not None:
        found.add(above.id)
        above = tree.find(above.parent_id)
    return found


def _open(
    tree: "Departments", opened: "Department | None", *, total: int
) -> tuple[uuid.UUID, ...]:
    if opened is not None:
        return tree.below(opened.id)
    return tuple(one.id for one in tree.ordered) if total <= PAGE else ()
