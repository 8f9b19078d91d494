"""One proposal, as the department that answers it reads it."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.adoption.errors import NoSuchAdoption
from app.adoption.models import Adoption, AnswerTemplate
from app.adoption.rules import SUBMITTED_STATES
from app.projects.models import BudgetDate, Project
from app.talent.queries import staff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Departments, StaffMember

MOST_COLLEAGUES = 300


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal with its project, its challenge and who answers for it."""

    row: Adoption
    owner: str
    """Their name; empty for nobody."""

    @property
    def project(self) -> Project:
        """The project."""
        return self.row.project


def case(
    session: "Session",
    adoption_id: uuid.UUID,
    *,
    places: frozenset[uuid.UUID] | None,
    reader_id: uuid.UUID,
) -> Case:
    """Return a proposal of some departments (None: of any), or of the reader's own; one query.

    Raises:
        NoSuchAdoption: There is none of that id, or none that is theirs; drafts are nobody's.
    """
    row = session.scalars(
        sa.select(Adoption)
        .where(
            Adoption.id == adoption_id,
            Adoption.state.in_(SUBMITTED_STATES),
            in_places(places, reader_id),
        )
        .options(
            joinedload(Adoption.organization),
            joinedload(Adoption.owner),
            joinedload(Adoption.project).joinedload(Project.challenge),
        )
    ).one_or_none()
    if row is None:
        raise NoSuchAdoption(adoption_id)
    return Case(row, row.owner.name if row.owner is not None else "")


def in_places(places: frozenset[uuid.UUID] | None, reader_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """Return the condition that a proposal is of some departments, or the reader's to answer."""
    if places is None:
        return sa.true()
    return sa.or_(Adoption.organization_id.in_(places), Adoption.owner_id == reader_id)


def colleagues(
    session: "Session", tree: "Departments", row: Adoption, *, today: "date"
) -> "list[tuple[uuid.UUID, str]]":
    """Return who may answer for a proposal: the department's staff and below, in 建制順.

    Whoever answers for it now is among them, from wherever they are. Two queries.
    """
    found: list[StaffMember] = staff.staff_in(
        session, tree, tree.below(row.organization_id), today=today, limit=MOST_COLLEAGUES
    )
    listed = [(one.id, f"{one.place}　{one.name}") for one in found]
    if row.owner is not None and row.owner.id not in {one.id for one in found}:
        listed.insert(0, (row.owner.id, row.owner.name))
    return listed


def templates_of(
    session: "Session", places: "frozenset[uuid.UUID] | None"
) -> "Sequence[AnswerTemplate]":
    """Return the kept answers of some departments (None: of all), by name; one query."""
    asked = sa.select(AnswerTemplate).order_by(AnswerTemplate.name)
    if places is not None:
        asked = asked.where(AnswerTemplate.organization_id.in_(places))
    return session.scalars(asked).all()


def budget_dates(session: "Session", *, on: "date") -> "Sequence[BudgetDate]":
    """Return the city's calendar of the budgets that are still ahead, by day; one query.

    Of each fiscal year whose last day is to come.
    """
    ahead = sa.select(BudgetDate.year).where(BudgetDate.on_day >= on)
    return session.scalars(
        sa.select(BudgetDate).where(BudgetDate.year.in_(ahead)).order_by(BudgetDate.on_day)
    ).all()
