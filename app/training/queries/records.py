"""Records: of one person, of a department, as a file, and behind what is attested."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.identity.models import User
from app.personnel.models import Employee
from app.talent.queries import staff
from app.training.models import TrainingImport, TrainingRecord, TrainingSource, claims_in
from app.training.queries.sums import in_year
from app.training.rules import Claims, fiscal_year

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.queries.staff import Departments, StaffMember

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record with the names around it. ``minutes`` is None where nobody told."""

    id: uuid.UUID
    source: str
    title: str
    completed_on: date
    minutes: int | None
    claims: Claims
    expires_on: date | None
    import_id: uuid.UUID
    import_name: str
    is_by_hand: bool
    applied_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What somebody learned outside.

    Attributes:
        person: Who.
        records: Newest first.
        years: (fiscal year, completions, minutes), newest first.
    """

    person: "StaffMember"
    records: tuple[RecordRow, ...]
    years: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class PersonSum:
    """Somebody with how much they learned outside in a year. ``place`` is empty for who left."""

    id: uuid.UUID
    name: str
    place: str
    title: str
    completions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Fifty people; ``total`` counts all."""

    people: tuple[PersonSum, ...]
    total: int
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A record as a file has it."""

    number: str
    login: str
    name: str
    place: str
    source: str
    title: str
    completed_on: date
    minutes: int | None
    import_name: str


def person_page(session: "Session", person_id: uuid.UUID, *, today: date) -> PersonPage | None:
    """Return what a member of staff learned outside; None for anybody else."""
    person = staff.staff_member(session, staff.departments(session), person_id, today=today)
    if person is None:
        return None
    records = tuple(_rows(session, TrainingRecord.person_id == person_id))
    sums: dict[int, tuple[int, int]] = {}
    for one in records:
        year = fiscal_year(one.completed_on)
        count, minutes = sums.get(year, (0, 0))
        sums[year] = count + 1, minutes + (one.minutes or 0)
    years = tuple((year, *sums[year]) for year in sorted(sums, reverse=True))
    return PersonPage(person, records, years)


def grounds(session: "Session", ids: Collection[uuid.UUID]) -> dict[uuid.UUID, RecordRow]:
    """Return records by the ids by which the registry knows them."""
    return {one.id: one for one in _rows(session, TrainingRecord.id.in_(ids))}


def people_page(
    session: "Session",
    tree: "Departments",
    year: int,
    *,
    department_id: uuid.UUID | None,
    left: bool,
    today: date,
    page: int = 1,
) -> PeoplePage:
    """Return who learned outside in a fiscal year, in 建制順, with how much.

    Args:
        session: The reading session.
        tree: The city's.
        year: By the year in which it begins.
        department_id: With all below it; None for everybody.
        left: Only who is listed nowhere on the day that decides (``sums.day_of_year``).
        today: The present day.
        page: From 1.
    """
    first, last, on = in_year(year, today=today)
    home = staff.homes(on)
    rows = (
        sa.select(
            TrainingRecord.person_id,
            home.c.organization_id,
            home.c.title,
            sa.func.count().label("completions"),
            sa.func.coalesce(sa.func.sum(TrainingRecord.minutes), 0).label("minutes"),
        )
        .outerjoin(home, home.c.user_id == TrainingRecord.person_id)
        .where(TrainingRecord.completed_on.between(first, last))
        .group_by(TrainingRecord.person_id, home.c.organization_id, home.c.title)
    )
    if department_id is not None:
        rows = rows.where(home.c.organization_id.in_(tree.below(department_id)))
    if left:
        rows = rows.where(home.c.organization_id.is_(None))
    found = rows.subquery("found")
    rank = {one.id: place for place, one in enumerate(tree.ordered)}
    order = sa.case(rank, value=found.c.organization_id, else_=len(rank)) if rank else sa.null()
    total = sa.func.count().over().label("total")
    shown = session.execute(
        sa.select(found, User.family_name, User.given_name, total)
        .join(User, User.id == found.c.person_id)
        .order_by(order, User.name_order, User.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    people = tuple(
        PersonSum(
            id=row.person_id,
            name=f"{row.family_name} {row.given_name}".strip(),
            place=_path(tree, row.organization_id),
            title=row.title or "",
            completions=row.completions,
            minutes=row.minutes,
        )
        for row in shown[:PAGE]
    )
    return PeoplePage(people, shown[0].total if shown else 0, page, len(shown) > PAGE)


def lines(
    session: "Session",
    tree: "Departments",
    *,
    source_id: uuid.UUID | None = None,
    year: int | None = None,
    today: date,
) -> Iterable[Line]:
    """Return records as a file has them, by person and day."""
    home = staff.homes(today)
    asked = (
        sa.select(
            *(Employee.number, User.login_id, User.email, User.family_name, User.given_name),
            *(home.c.organization_id, TrainingSource.name, TrainingRecord.title),
            *(TrainingRecord.completed_on, TrainingRecord.minutes, TrainingImport.name),
        )
        .select_from(TrainingRecord)
        .join(User, User.id == TrainingRecord.person_id)
        .join(TrainingSource, TrainingSource.id == TrainingRecord.source_id)
        .join(TrainingImport, TrainingImport.id == TrainingRecord.import_id)
        .outerjoin(Employee, Employee.user_id == User.id)
        .outerjoin(home, home.c.user_id == User.id)
        .order_by(User.name_order, User.id, TrainingRecord.completed_on, TrainingRecord.title)
    )
    if source_id is not None:
        asked = asked.where(TrainingRecord.source_id == source_id)
    if year is not None:
        first, last, _ = in_year(year, today=today)
        asked = asked.where(TrainingRecord.completed_on.between(first, last))
    for row in session.execute(asked):
        number, login, email, family, given, place, source, *rest = row
        name = f"{family} {given}".strip()
        yield Line(number or "", email or login or "", name, _path(tree, place), source, *rest)


def _rows(session: "Session", which: "sa.ColumnElement[bool]") -> Iterable[RecordRow]:
    rows = session.execute(
        sa.select(TrainingRecord, TrainingSource.name, TrainingImport)
        .join(TrainingSource, TrainingSource.id == TrainingRecord.source_id)
        .join(TrainingImport, TrainingImport.id == TrainingRecord.import_id)
        .where(which)
        .order_by(TrainingRecord.completed_on.desc(), TrainingRecord.title, TrainingRecord.id)
    )
    for one, source, came in rows:
        yield RecordRow(
            id=one.id,
            source=source,
            title=one.title,
            completed_on=one.completed_on,
            minutes=one.minutes,
            claims=claims_in(one.claims),
            expires_on=one.expires_on,
            import_id=came.id,
            import_name=came.name,
            is_by_hand=came.is_by_hand,
            applied_at=came.applied_at,
        )


def _path(tree: "Departments", department_id: uuid.UUID | None) -> str:
    found = tree.find(department_id)
    return found.path if found else ""
