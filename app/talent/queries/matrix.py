"""The skills matrix: departments × items, and the people of the department that is open."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.talent import rules
from app.talent.queries import staff
from app.talent.queries.scope import WHOLE, Scope
from app.talent.queries.standings import Cell, cells_of, current

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework
    from app.talent.queries.staff import Department, StaffMember

PAGE = 50


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of a department have reached an item.

    With fewer than five people the share is not drawn: it would speak of persons.
    """

    item_ref: str
    reached: int
    people: int

    @property
    def code(self) -> str:
        """The item's code inside its framework."""
        return self.item_ref.partition("/")[2]

    @property
    def is_few(self) -> bool:
        """Whether the department is too small for a share."""
        return self.people < rules.FEW

    @property
    def percent(self) -> int:
        """0–100, rounded half to even."""
        return round(100 * self.reached / self.people) if self.people else 0

    @property
    def step(self) -> int:
        """The shade, 1–5."""
        return rules.share_step(self.reached, self.people)


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
        framework: Its groups and items are the columns.
        minimum: The level from which an item counts as reached.
        rows: The bureaus in 建制順, with the parts of what is open; the city itself is ``total``.
        departments: All departments that have people, for the filter.
        total: The whole city.
        opened: The department whose people are shown, if any.
        page: From 1; ``pages`` at least 1. Fifty people a page.
    """

    framework: "Framework"
    minimum: int
    rows: tuple[DepartmentRow, ...]
    departments: "tuple[Department, ...]"
    total: tuple[Share, ...]
    heads: int
    opened: "Department | None"
    page: int
    pages: int
    today: "date"


def matrix(
    session: "Session",
    framework_ref: str,
    *,
    today: "date",
    department_id: uuid.UUID | None = None,
    minimum: int = 1,
    page: int = 1,
    scope: Scope = WHOLE,
) -> Matrix:
    """Return the matrix of one framework; six queries, whatever the size of the city.

    Args:
        session: The reading session.
        framework_ref: ``dss-l@1.2``.
        scope: The departments that whoever asks may read; ``total`` and ``heads`` are of these.
        today: The day it is asked for.
        department_id: The department to open; a city of one page is opened whole.
        minimum: The level that counts as reached; clamped to the scale.
        page: The page of people, from 1; clamped to what there is.

    Raises:
        UnknownFrameworkError: No such framework on file.
    """
    framework = frameworks.framework(framework_ref)
    minimum = min(max(minimum, 1), framework.top)
    tree = staff.departments(session).within(scope.department_ids)
    counted = staff.head_counts(session, today=today)
    own = {one: people for one, people in counted.items() if scope.holds(one)}
    heads = tree.roll_up(own)
    opened = tree.find(department_id)
    open_ids = _open(tree, opened, total=sum(own.values()))
    pages = max(1, -(-sum(own.get(one, 0) for one in open_ids) // PAGE))
    page = min(max(page, 1), pages)
    people = staff.staff_in(
        session, tree, open_ids, today=today, limit=PAGE, offset=(page - 1) * PAGE
    )
    reached = _reached(session, tree, framework, minimum=minimum, today=today)
    cells = cells_of(
        session, [one.id for one in people], framework_ref, top=framework.top, today=today
    )
    refs = tuple(item.ref for item in framework.items)

    def person_row(person: "StaffMember") -> PersonRow:
        return PersonRow(person, tuple(cells.get((person.id, ref)) for ref in refs))

    rows = tuple(
        DepartmentRow(
            department=one,
            heads=heads[one.id],
            shares=tuple(Share(ref, reached[ref].get(one.id, 0), heads[one.id]) for ref in refs),
            is_open=one.id in open_ids,
            people=tuple(person_row(p) for p in people if p.department_id == one.id),
        )
        for one in tree.ordered
    )
    unfolded = _unfolded(tree, opened, open_ids)
    roots = [one.id for one in tree.ordered if one.parent_id is None]
    everyone = sum(own.values())
    return Matrix(
        framework=framework,
        minimum=minimum,
        rows=tuple(row for row in rows if _is_listed(row, own, unfolded)),
        departments=tuple(one for one in tree.ordered if heads[one.id] and one.parent_id),
        total=tuple(
            Share(ref, sum(reached[ref].get(root, 0) for root in roots), everyone) for ref in refs
        ),
        heads=everyone,
        opened=opened,
        page=page,
        pages=pages,
        today=today,
    )


def _is_listed(row: DepartmentRow, own: dict[uuid.UUID, int], unfolded: set[uuid.UUID]) -> bool:
    """Whether a row is drawn: the bureaus, and below them only what is unfolded.

    Empty departments have no row; the city's own row would repeat the total.
    """
    department = row.department
    if department.parent_id is None:
        return bool(own.get(department.id))
    return row.heads > 0 and (department.depth <= 1 or department.parent_id in unfolded)


def _unfolded(
    tree: staff.Departments, opened: "Department | None", open_ids: tuple[uuid.UUID, ...]
) -> set[uuid.UUID]:
    """Return the departments whose parts are listed: what is open, and the way down to it."""
    found, above = set(open_ids), opened
    while above is not None:
        found.add(above.id)
        above = tree.find(above.parent_id)
    return found


def _open(
    tree: staff.Departments, opened: "Department | None", *, total: int
) -> tuple[uuid.UUID, ...]:
    if opened is not None:
        return tree.below(opened.id)
    return tuple(one.id for one in tree.ordered) if total <= PAGE else ()


def _reached(
    session: "Session",
    tree: staff.Departments,
    framework: "Framework",
    *,
    minimum: int,
    today: "date",
) -> dict[str, dict[uuid.UUID, int]]:
    """Count the people at ``minimum`` or above, by item and department, everything below added."""
    home = staff.homes(today)
    stands = current(today)
    of_each = (  # one row a person, in the order of the index: nothing has to be sorted
        sa.select(
            stands.c.person_id, sa.func.aggregate_strings(stands.c.item_ref, " ").label("refs")
        )
        .where(stands.c.framework_ref == framework.ref, stands.c.level >= minimum)
        .group_by(stands.c.person_id)
        .subquery("reached")
    )
    rows = session.execute(
        sa.select(home.c.organization_id, of_each.c.refs).join(
            of_each, of_each.c.person_id == home.c.user_id
        )
    )
    reached: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    for organization_id, refs in rows:
        reached[organization_id].update(refs.split(" "))
    own: dict[str, dict[uuid.UUID, int]] = {item.ref: {} for item in framework.items}
    for organization_id, counts in reached.items():
        for ref, count in counts.items():
            own.get(ref, {})[organization_id] = count  # an item that left the file has no column
    return {ref: tree.roll_up(counts) for ref, counts in own.items()}
