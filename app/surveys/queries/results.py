"""Who took part, and what was answered, as far as it may be shown."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.surveys import rules
from app.surveys.models import GroupKind, SurveyGroup, SurveyRound, SurveyTally
from app.surveys.rules import LEVELS, Node, Phase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework, FrameworkItem
    from app.talent.queries import Scope

Counts = tuple[int, ...]
"""How many answered each level, from 0 on."""


@dataclass(frozen=True, slots=True)
class Group:
    """People whose answers are counted together. ``answered`` is None where it is not shown.

    ``short`` is the name where it stands below that of what is above.
    """

    id: uuid.UUID
    kind: GroupKind
    organization_id: uuid.UUID | None
    name: str
    short: str
    depth: int
    invited: int
    answered: int | None

    @property
    def is_shown(self) -> bool:
        """Whether its figures may be read."""
        return self.answered is not None

    @property
    def percent(self) -> int:
        """The share of those asked who answered, in percent."""
        return round(100 * (self.answered or 0) / self.invited) if self.invited else 0


@dataclass(frozen=True, slots=True)
class Results:
    """What was answered in a round that has closed.

    Attributes:
        row: The round.
        framework: Whose items were asked.
        items: Them, in the order in which they were asked.
        city: Everybody; None for who reads a unit's alone.
        sections: In 建制順; what is not shown stands among them.
        grades: The lowest first; none for who reads a unit's alone.
        counts: Of each shown group and item.
    """

    row: SurveyRound
    framework: "Framework"
    items: "tuple[FrameworkItem, ...]"
    city: Group | None
    sections: tuple[Group, ...]
    grades: tuple[Group, ...]
    counts: Mapping[tuple[uuid.UUID, str], Counts]

    @property
    def shown(self) -> tuple[Group, ...]:
        """The groups whose figures may be read, the city first."""
        everybody = (self.city,) if self.city else ()
        return tuple(one for one in (*everybody, *self.sections, *self.grades) if one.is_shown)

    def group(self, group_id: uuid.UUID | None) -> Group | None:
        """Return a shown group of that id, or the first one there is."""
        return next(
            (one for one in self.shown if one.id == group_id),
            self.shown[0] if self.shown else None,
        )

    def share(self, group: Group, item: "FrameworkItem", bound: int) -> int:
        """Return how many percent of a shown group answered a level or above."""
        return rules.share(self.counts[group.id, item.ref], bound)


def groups(session: "Session", row: SurveyRound, scope: "Scope") -> list[Group]:
    """Return who took part, as far as the reader may read and it may be shown; one query.

    While a round is open, how many answered is shown of groups of so many people that it tells of
    nobody, and what they answered of none.
    """
    rows = session.scalars(
        sa.select(SurveyGroup).where(SurveyGroup.round_id == row.id).order_by(SurveyGroup.position)
    ).all()
    if rules.phase(row.opened_on, row.closed_on) is Phase.OPEN:
        nodes = [
            Node(one.id, one.parent_id, one.invited, one.invited)
            for one in rows
            if one.kind is not GroupKind.GRADE
        ]
        seen = rules.shown(nodes)
    else:
        seen = frozenset(one.id for one in rows if one.is_shown)
    read = {one.id: one for one in rows if _is_read(one, scope)}
    return [_group(one, read, is_shown=one.id in seen) for one in read.values()]


def results(session: "Session", row: SurveyRound, scope: "Scope") -> Results:
    """Return what was answered in a round that has closed; two queries."""
    found = groups(session, row, scope)
    shown = [one.id for one in found if one.is_shown]
    return Results(
        row=row,
        framework=frameworks.framework(row.framework_ref),
        items=tuple(frameworks.item(ref) for ref in row.items),
        city=next((one for one in found if one.kind is GroupKind.CITY), None),
        sections=tuple(one for one in found if one.kind is GroupKind.SECTION),
        grades=tuple(one for one in found if one.kind is GroupKind.GRADE),
        counts=counts_of(session, shown),
    )


def counts_of(
    session: "Session", group_ids: Sequence[uuid.UUID]
) -> dict[tuple[uuid.UUID, str], Counts]:
    """Return the tallies of groups, by group and item; one query.

    Only groups that are shown once their round has closed have any to give.
    """
    rows = session.execute(
        sa.select(SurveyTally.group_id, SurveyTally.item_ref, SurveyTally.level, SurveyTally.count)
        .join(SurveyGroup, SurveyGroup.id == SurveyTally.group_id)
        .where(SurveyTally.group_id.in_(group_ids), SurveyGroup.is_shown)
    )
    found: dict[tuple[uuid.UUID, str], list[int]] = {}
    for group_id, item_ref, level, count in rows:
        found.setdefault((group_id, item_ref), [0] * len(LEVELS))[level] = count
    return {key: tuple(counts) for key, counts in found.items()}


def _is_read(one: SurveyGroup, scope: "Scope") -> bool:
    """Whether a reader may read a group: a manager the own unit's sections alone."""
    if scope.department_ids is None:
        return True
    return one.kind is GroupKind.SECTION and scope.holds(one.organization_id)


def _group(one: SurveyGroup, read: Mapping[uuid.UUID, SurveyGroup], *, is_shown: bool) -> Group:
    above = read.get(one.parent_id) if one.parent_id else None
    return Group(
        id=one.id,
        kind=one.kind,
        organization_id=one.organization_id,
        name=one.name,
        short=one.name.removeprefix(f"{above.name} ") if above else one.name,
        depth=one.depth,
        invited=one.invited,
        answered=one.answered if is_shown else None,
    )
