"""The same people's part of the city, from year to year."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.surveys import rules
from app.surveys.models import GroupKind, SurveyGroup, SurveyRound
from app.surveys.queries.results import counts_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.frameworks.models import FrameworkItem
    from app.talent.queries import Scope


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose answers are compared: a section, a grade, or with neither the whole city."""

    organization_id: uuid.UUID | None = None
    grade: str | None = None

    def fits(self, kind: GroupKind, organization_id: uuid.UUID | None, name: str) -> bool:
        """Whether a group of some round is meant."""
        if self.organization_id is not None:
            return organization_id == self.organization_id
        if self.grade is not None:
            return kind is GroupKind.GRADE and name == self.grade
        return kind is GroupKind.CITY


@dataclass(frozen=True, slots=True)
class Year:
    """A round with the group that is compared; ``group_id`` None where it is not shown."""

    row: SurveyRound
    group_id: uuid.UUID | None
    invited: int
    answered: int | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with its share of each round, in the rounds' order; None: not asked, not shown."""

    item: "FrameworkItem"
    shares: tuple[int | None, ...]

    @property
    def change(self) -> int | None:
        """By how many points the last share differs from the first; None with less than two."""
        told = [one for one in self.shares if one is not None]
        return told[-1] - told[0] if len(told) > 1 else None


@dataclass(frozen=True, slots=True)
class Years:
    """Rounds that have closed, the oldest first, and what was answered in each.

    Attributes:
        years: The rounds.
        lines: The items that any of them asked.
        sections: What may be chosen: id and full name, in 建制順.
        grades: What may be chosen.
        chosen: What was.
        bound: From which level on people count.
    """

    years: tuple[Year, ...]
    lines: tuple[ItemLine, ...]
    sections: tuple[tuple[uuid.UUID, str], ...]
    grades: tuple[str, ...]
    chosen: Choice
    bound: int

    @property
    def comparable(self) -> tuple[Year, ...]:
        """The rounds in which the group is shown."""
        return tuple(one for one in self.years if one.group_id is not None)


def years(session: "Session", scope: "Scope", chosen: Choice, *, bound: int) -> Years:
    """Return what closed rounds tell of a part of the city; two queries.

    Args:
        session: The unit of work.
        scope: Whose results may be read; a manager without a choice gets the first section.
        chosen: The part.
        bound: From which level on people count.
    """
    rows = session.execute(
        sa.select(SurveyRound, SurveyGroup)
        .join(SurveyGroup, SurveyGroup.round_id == SurveyRound.id)
        .where(SurveyRound.closed_on.is_not(None))
        .order_by(SurveyRound.opens_on, SurveyRound.created_at, SurveyGroup.position)
    ).all()
    mine = [(row, one) for row, one in rows if _is_read(one, scope)]
    sections = _sections([one for _row, one in mine])
    whole = scope.department_ids is None
    if not whole and chosen.organization_id is None:
        chosen = Choice(organization_id=next(iter(sections), uuid.UUID(int=0)))
    found = _years(mine, chosen)
    return Years(
        years=found,
        lines=_lines(session, found, bound),
        sections=tuple(sections.items()),
        grades=_grades([one for _row, one in mine]),
        chosen=chosen,
        bound=bound,
    )


def _is_read(one: SurveyGroup, scope: "Scope") -> bool:
    if scope.department_ids is None:
        return True
    return one.kind is GroupKind.SECTION and scope.holds(one.organization_id)


def _sections(groups: Sequence[SurveyGroup]) -> dict[uuid.UUID, str]:
    """Return the sections that are shown in some round, as the newest names and orders them."""
    newest: dict[uuid.UUID, SurveyGroup] = {}
    for one in groups:
        if one.organization_id is not None and one.is_shown:
            newest[one.organization_id] = one
    ordered = sorted(newest.items(), key=lambda pair: pair[1].position)
    return {organization_id: one.name for organization_id, one in ordered}


def _grades(groups: Sequence[SurveyGroup]) -> tuple[str, ...]:
    names = {one.name for one in groups if one.kind is GroupKind.GRADE and one.is_shown}
    return tuple(sorted(names, key=rules.by_grade_name))


def _years(rows: Sequence[tuple[SurveyRound, SurveyGroup]], chosen: Choice) -> tuple[Year, ...]:
    found: dict[uuid.UUID, Year] = {}
    for row, one in rows:
        found.setdefault(row.id, Year(row, None, 0, None))
        if one.is_shown and chosen.fits(one.kind, one.organization_id, one.name):
            found[row.id] = Year(row, one.id, one.invited, one.answered)
    return tuple(found.values())


def _lines(session: "Session", found: Sequence[Year], bound: int) -> tuple[ItemLine, ...]:
    asked = {ref for one in found for ref in one.row.items}
    known = {one.row.framework_ref for one in found}
    counts = counts_of(session, [one.group_id for one in found if one.group_id is not None])

    def share(year: Year, ref: str) -> int | None:
        told = None if year.group_id is None else counts.get((year.group_id, ref))
        return None if told is None else rules.share(told, bound)

    return tuple(
        ItemLine(item, tuple(share(one, item.ref) for one in found))
        for framework_ref in sorted(known)
        for item in frameworks.all_items(framework_ref)
        if item.ref in asked
    )
