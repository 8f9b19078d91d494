"""How many people of each department have reached each item."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.talent import rules
from app.talent.queries import staff
from app.talent.queries.scope import WHOLE, Scope
from app.talent.queries.standings import EVERY, Proofs, current

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework, FrameworkItem
    from app.personnel.rules import EmploymentKind
    from app.talent.queries.staff import Departments


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of a department have reached an item.

    With fewer than five people the share is not drawn: it would speak of persons.
    """

    item_ref: str
    reached: int
    people: int

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


@dataclass(frozen=True)
class Asked:
    """Which items, which people and which proofs are asked for.

    Attributes:
        frameworks: Their items are the columns, side by side.
        today: The day it is asked for (現在).
        minimum: The level from which an item counts as reached; of a shorter scale its top does.
        scope: The departments that whoever asks may read; everything is of these.
        proofs: Which proofs count.
        kind: Only people who are employed so; None for all.
    """

    frameworks: "tuple[Framework, ...]"
    today: "date"
    minimum: int = 1
    scope: Scope = WHOLE
    proofs: Proofs = EVERY
    kind: "EmploymentKind | None" = None

    @classmethod
    def of(
        cls,
        refs: "Sequence[str]",
        *,
        today: "date",
        minimum: int = 1,
        scope: Scope = WHOLE,
        proofs: Proofs = EVERY,
        kind: "EmploymentKind | None" = None,
    ) -> "Asked":
        """Return what is asked; ``minimum`` is clamped to the longest scale.

        Raises:
            UnknownFrameworkError: No such framework on file.
        """
        found = tuple(frameworks.framework(ref) for ref in refs)
        top = max(one.top for one in found)
        return cls(found, today, min(max(minimum, 1), top), scope, proofs, kind)

    @cached_property
    def items(self) -> "tuple[FrameworkItem, ...]":
        """The columns, in the publishers' order."""
        return tuple(item for one in self.frameworks for item in one.items)

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """The columns by their refs."""
        return tuple(item.ref for item in self.items)

    @cached_property
    def tops(self) -> dict[str, int]:
        """The highest level of each framework, by its ref."""
        return {one.ref: one.top for one in self.frameworks}


@dataclass(frozen=True, slots=True)
class RollUp:
    """The people of each department, and how many of them have reached what.

    Attributes:
        tree: The departments that may be read, in 建制順.
        own: The people listed directly under each department.
        heads: The same with everything below.
        reached: By item ref and department, everything below added.
        refs: The columns.
    """

    tree: "Departments"
    own: dict[uuid.UUID, int]
    heads: dict[uuid.UUID, int]
    reached: dict[str, dict[uuid.UUID, int]]
    refs: tuple[str, ...]

    @property
    def people(self) -> int:
        """Everybody, each counted once."""
        return sum(self.own.values())

    def shares(self, department_id: uuid.UUID) -> tuple[Share, ...]:
        """Return the shares of a department with everything below it, by column."""
        heads = self.heads[department_id]
        return tuple(
            Share(ref, self.reached[ref].get(department_id, 0), heads) for ref in self.refs
        )

    @property
    def total(self) -> tuple[Share, ...]:
        """The shares of all that may be read."""
        roots = [one.id for one in self.tree.ordered if one.parent_id is None]
        people = self.people
        return tuple(
            Share(ref, sum(self.reached[ref].get(root, 0) for root in roots), people)
            for ref in self.refs
        )


def roll_up(session: "Session", asked: Asked) -> RollUp:
    """Count the people of each department, and those who have reached each item; three queries."""
    tree = staff.departments(session).within(asked.scope.department_ids)
    counted = staff.head_counts(session, today=asked.today, kind=asked.kind)
    own = {one: people for one, people in counted.items() if asked.scope.holds(one)}
    reached = _reached(session, tree, asked)
    return RollUp(tree, own, tree.roll_up(own), reached, asked.refs)


def _reached(
    session: "Session", tree: "Departments", asked: Asked
) -> dict[str, dict[uuid.UUID, int]]:
    """Count by item and department, everything below added."""
    home = staff.homes(asked.today, asked.kind)
    stands = current(asked.today, signed=asked.proofs.signed, since=asked.proofs.since)
    enough = [
        sa.and_(stands.c.framework_ref == ref, stands.c.level >= min(asked.minimum, top))
        for ref, top in asked.tops.items()
    ]
    of_each = (  # one row a person, in the order of the index: nothing has to be sorted
        sa.select(
            stands.c.person_id, sa.func.aggregate_strings(stands.c.item_ref, " ").label("refs")
        )
        .where(sa.or_(*enough))
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
    own: dict[str, dict[uuid.UUID, int]] = {ref: {} for ref in asked.refs}
    for organization_id, counts in reached.items():
        for ref, count in counts.items():
            own.get(ref, {})[organization_id] = count  # an item that left the file has no column
    return {ref: tree.roll_up(counts) for ref, counts in own.items()}
