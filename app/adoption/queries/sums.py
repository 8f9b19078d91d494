"""What departments did with proposals, by fiscal year; open to everybody."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.adoption import rules
from app.adoption.models import Adoption
from app.adoption.rules import SUBMITTED_STATES, Figures, Told

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Department, Departments


@dataclass(frozen=True, slots=True)
class OfDepartment:
    """A department with all below it."""

    department: "Department"
    figures: Figures


@dataclass(frozen=True, slots=True)
class OfYear:
    """A fiscal year of handing-in."""

    year: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Sums:
    """A fiscal year by department in 建制順, and the years, the latest first.

    ``year`` is None for all years together. Only rows with something.
    """

    year: int | None
    total: Figures
    departments: tuple[OfDepartment, ...]
    years: tuple[OfYear, ...]


def sums(session: "Session", tree: "Departments", *, year: int | None) -> Sums:
    """Return the figures; one query. An answer is counted where it was handed in, by year."""
    by_year: dict[int, list[Told]] = defaultdict(list)
    by_place: dict[uuid.UUID, list[Told]] = defaultdict(list)
    total: list[Told] = []
    for place, of, told in _rows(session):
        by_year[of].append(told)
        if year in {None, of}:
            by_place[place].append(told)
            total.append(told)
    rows = []
    for one in tree.ordered:
        if one.parent_id is None and one.id not in by_place:
            continue
        below = tree.below(one.id) if one.parent_id is not None else (one.id,)
        found = [told for place in below for told in by_place.get(place, ())]
        if found:
            rows.append(OfDepartment(one, rules.figures(found)))
    years = (OfYear(of, rules.figures(by_year[of])) for of in sorted(by_year, reverse=True))
    return Sums(year, rules.figures(total), tuple(rows), tuple(years))


def _rows(session: "Session") -> "list[tuple[uuid.UUID, int, Told]]":
    found = session.execute(
        sa.select(
            Adoption.organization_id,
            Adoption.year,
            Adoption.state,
            Adoption.answer,
            Adoption.submitted_on,
            Adoption.promised_on,
            Adoption.settled_on,
            Adoption.decided_yen,
        ).where(Adoption.state.in_(SUBMITTED_STATES))
    )
    return [
        (row.organization_id, row.year, _told(row))
        for row in found
        if row.year is not None and row.submitted_on is not None
    ]


def _told(row: Any) -> Told:  # noqa: ANN401  the row of a query, by name
    return Told(
        row.state,
        row.answer,
        row.submitted_on,
        row.promised_on,
        row.settled_on,
        row.decided_yen or 0,
    )
