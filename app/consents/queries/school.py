"""What a school sees of its pupils' guardians and of what was agreed to."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes.models import AcademicSession, Class, Enrollment, EnrollmentRole
from app.classes.queries import TEACHING, is_current
from app.clock import day_of
from app.consents import policy, rules
from app.consents.models import ClassLetter, Guardianship
from app.consents.queries.deciding import answers_alone, decisions
from app.consents.rules import Decision, Purpose, Relation
from app.identity import queries as identity
from app.identity.models import Organization

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class whose answers somebody may see."""

    id: uuid.UUID
    title: str
    school_id: uuid.UUID
    school: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One guardian of a pupil, as the school sees them."""

    id: uuid.UUID
    has_account: bool
    relation: Relation
    has_authority: bool
    how: rules.How
    starts_on: "date"
    ends_on: "date | None"
    closed_on: "date | None"


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil of a class: the guardians, and what holds for each purpose.

    Attributes:
        answers_alone: Old enough; nobody else is asked.
        unanswered: Purposes nobody has answered, or that must be asked anew.
    """

    id: uuid.UUID
    number: int | None
    name: str
    kana: str
    answers_alone: bool
    guardians: tuple[Tie, ...]
    decisions: Mapping[Purpose, Decision]

    @property
    def unanswered(self) -> tuple[Purpose, ...]:
        """Purposes nobody has answered, or that must be asked anew."""
        again = (rules.Missing.NEVER_ASKED, rules.Missing.EXPIRED, rules.Missing.TEXT_CHANGED)
        return tuple(key for key, one in self.decisions.items() if one.missing in again)

    @property
    def answering(self) -> tuple[Tie, ...]:
        """Guardians who may answer."""
        return tuple(one for one in self.guardians if one.has_authority and not one.closed_on)

    def relation_of(self, tie_id: uuid.UUID) -> Relation | None:
        """Return who a guardian is to the pupil; None for the pupil."""
        return next((t.relation for t in self.guardians if t.id == tie_id), None)


def classes_of(session: "Session", who: "Person", *, on: "date") -> list[ClassCard]:
    """Return the classes in which somebody teaches, and those of the schools they administer."""
    mine = sa.select(Enrollment.class_id).where(
        Enrollment.user_id == who.id, Enrollment.role.in_(TEACHING), is_current(on)
    )
    at = policy.taught_at(who)
    allowed = [sa.and_(Class.id.in_(mine), Class.organization_id.in_(at))]
    if policy.administers_some(who):
        reach = identity.administered_by(session, who)
        allowed.append(
            sa.true() if reach.is_whole else Class.organization_id.in_(reach.organization_ids)
        )
    rows = session.execute(
        sa.select(Class.id, Class.title, Organization.id, Organization.name)
        .join(Organization, Organization.id == Class.organization_id)
        .join(AcademicSession, AcademicSession.id == Class.session_id)
        .where(AcademicSession.starts_on <= on, AcademicSession.ends_on >= on, sa.or_(*allowed))
        .order_by(Organization.position, Organization.name, Class.position, Class.title)
    )
    return [ClassCard(*row) for row in rows]


def pupils(
    session: "Session", class_id: uuid.UUID, *, on: "date", consent_age: int
) -> list[PupilRow]:
    """Return the pupils of a class, 出席番号順, with all that was answered; five queries."""
    numbers = numbered(session, class_id, on=on)
    known = [one for one, _ in numbers]
    decided = decisions(session, known, on=on, consent_age=consent_age)
    ties = ties_of(session, [one.id for one in known], on=on)
    return [
        PupilRow(
            id=one.id,
            number=number,
            name=one.name,
            kana=one.kana,
            answers_alone=answers_alone(one, consent_age=consent_age),
            guardians=tuple(ties.get(one.id, ())),
            decisions=decided[one.id],
        )
        for one, number in numbers
    ]


def numbered(
    session: "Session", class_id: uuid.UUID, *, on: "date"
) -> list[tuple["Person", int | None]]:
    """Return the pupils of a class with their numbers, 出席番号順; two queries."""
    enrolled = session.execute(
        sa.select(Enrollment.user_id, Enrollment.attendance_number).where(
            Enrollment.class_id == class_id,
            Enrollment.role == EnrollmentRole.STUDENT,
            is_current(on),
        )
    ).all()
    numbers: dict[uuid.UUID, int | None] = {row[0]: row[1] for row in enrolled}
    people = identity.people_of(session, numbers, on=on)
    known = [one for one in people.values() if not one.is_disabled]
    known.sort(key=lambda one: (numbers[one.id] is None, numbers[one.id] or 0, one.name_order))
    return [(one, numbers[one.id]) for one in known]


def class_letter(session: "Session", class_id: uuid.UUID, *, on: "date") -> ClassLetter | None:
    """Return the address of a class's families that is answered on a day."""
    return session.scalars(
        sa.select(ClassLetter).where(
            ClassLetter.class_id == class_id,
            ClassLetter.closed_at.is_(None),
            ClassLetter.ends_on >= on,
        )
    ).one_or_none()


def ties_of(
    session: "Session", child_ids: Sequence[uuid.UUID], *, on: "date"
) -> dict[uuid.UUID, list[Tie]]:
    """Return the guardians of pupils, those whose view is closed included."""
    found: dict[uuid.UUID, list[Tie]] = defaultdict(list)
    for row in session.scalars(
        sa.select(Guardianship)
        .where(
            Guardianship.child_id.in_(child_ids),
            sa.or_(Guardianship.ends_on.is_(None), Guardianship.ends_on >= on),
        )
        .order_by(Guardianship.starts_on, Guardianship.id)
    ):
        found[row.child_id].append(
            Tie(
                id=row.id,
                has_account=row.guardian_user_id is not None,
                relation=row.relation,
                has_authority=row.has_authority,
                how=row.how,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                closed_on=None if row.closed_at is None else day_of(row.closed_at),
            )
        )
    return found
