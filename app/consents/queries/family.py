"""What a guardian, or a person who answers alone, finds on their pages."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.classes.models import Class, ClassKind, Enrollment, EnrollmentRole
from app.classes.queries import is_current
from app.clock import day_of
from app.consents import rules
from app.consents.models import ConsentRecord, Guardianship, NoticeReading
from app.consents.queries.deciding import OwnAnswer, answers_alone
from app.consents.queries.texts import CurrentText
from app.consents.rules import Notice, Purpose, Relation
from app.identity import queries as identity
from app.identity.models import OrganizationKind

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class Child:
    """A child as a guardian sees them: no place but the school's name, and no time.

    Attributes:
        tie_id: The guardianship.
        called: The given name.
        school: Of the school; empty for none.
        class_title: Of the homeroom; empty for none.
        relation: Who the guardian is to the child.
        answers_alone: The child is old enough to answer for themselves.
    """

    id: uuid.UUID
    tie_id: uuid.UUID
    name: str
    called: str
    grade: int | None
    school: str
    class_title: str
    relation: Relation
    has_authority: bool
    answers_alone: bool

    @property
    def may_answer(self) -> bool:
        """Whether this guardian answers for the child."""
        return self.has_authority and not self.answers_alone


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One record of a history: the day, in Japan, and what was said to which text, and how."""

    on: "date"
    said: rules.Said
    text_version: int
    how: rules.How


def children_of(session: "Session", guardian_user_id: uuid.UUID, *, on: "date") -> list[uuid.UUID]:
    """Return the ids of the children whom somebody with an account may see that day."""
    return list(
        session.scalars(
            sa.select(Guardianship.child_id).where(
                Guardianship.guardian_user_id == guardian_user_id, is_open(on)
            )
        )
    )


def may_view(
    session: "Session", guardian_user_id: uuid.UUID, child_id: uuid.UUID, *, on: "date"
) -> bool:
    """Say whether somebody with an account may see a child that day."""
    return child_id in children_of(session, guardian_user_id, on=on)


def is_open(on: "date") -> sa.ColumnElement[bool]:
    """Return the clause of guardianships through which a child may be seen on a day."""
    return sa.and_(
        Guardianship.closed_at.is_(None),
        Guardianship.starts_on <= on,
        sa.or_(Guardianship.ends_on.is_(None), Guardianship.ends_on >= on),
    )


def children(
    session: "Session", whose: sa.ColumnElement[bool], *, on: "date", consent_age: int
) -> list[Child]:
    """Return a guardian's children, whatever school they go to, in three queries.

    Args:
        session: The unit of work.
        whose: The clause of the guardianships of who asks (``visiting``).
        on: The day.
        consent_age: The installation's setting.
    """
    ties = session.scalars(sa.select(Guardianship).where(whose, is_open(on))).all()
    if not ties:
        return []
    ids = [tie.child_id for tie in ties]
    people = identity.people_of(session, ids, on=on)
    rooms = homerooms(session, ids, on=on)
    found = [
        _child(tie, people[tie.child_id], rooms.get(tie.child_id, ""), consent_age)
        for tie in ties
        if tie.child_id in people and not people[tie.child_id].is_disabled
    ]
    return sorted(found, key=lambda one: (-(one.grade or 0), people[one.id].name_order))


def child(
    session: "Session",
    whose: sa.ColumnElement[bool],
    child_id: uuid.UUID,
    *,
    on: "date",
    consent_age: int,
) -> Child:
    """Return one child of a guardian.

    Raises:
        NoResultFound: It is nobody's, somebody else's, or closed to this guardian.
    """
    mine = sa.and_(whose, Guardianship.child_id == child_id)
    for one in children(session, mine, on=on, consent_age=consent_age):
        return one
    raise NoResultFound


def homerooms(session: "Session", ids: Sequence[uuid.UUID], *, on: "date") -> dict[uuid.UUID, str]:
    """Return the title of each pupil's homeroom that day."""
    rows = session.execute(
        sa.select(Enrollment.user_id, Class.title)
        .join(Class, Class.id == Enrollment.class_id)
        .where(
            Enrollment.user_id.in_(ids),
            Enrollment.role == EnrollmentRole.STUDENT,
            Class.kind == ClassKind.HOMEROOM,
            is_current(on),
        )
    )
    return {row.user_id: row.title for row in rows}


def school_of(person: "Person") -> str:
    """Return the name of the school at which a pupil learns; empty for none."""
    names = (p.organization_name for p in person.posts)
    kinds = (p.organization_kind for p in person.posts)
    at = [n for n, kind in zip(names, kinds, strict=True) if kind is OrganizationKind.SCHOOL]
    return at[0] if at else ""


def own_answers(
    session: "Session",
    person_id: uuid.UUID,
    tie_id: uuid.UUID | None,
    current: Mapping[Notice | Purpose, CurrentText],
    *,
    on: "date",
) -> dict[Purpose, OwnAnswer]:
    """Return what one guardian, or with None the person, answered last for each purpose."""
    rows = session.scalars(
        sa.select(ConsentRecord)
        .where(ConsentRecord.person_id == person_id, _by(tie_id))
        .order_by(ConsentRecord.answered_at)
    )
    last = {row.purpose: row for row in rows}
    return {
        purpose: OwnAnswer(
            said=row.said,
            on=row.received_on or day_of(row.answered_at),
            expires_on=row.expires_on,
            text_version=row.text_version,
            missing=rules.standing(_bare(row), asked_since=current[purpose].asked_since, on=on),
        )
        for purpose, row in last.items()
    }


def open_purposes(
    session: "Session",
    found: Sequence[Child],
    current: Mapping[Notice | Purpose, CurrentText],
    *,
    on: "date",
) -> dict[uuid.UUID, int]:
    """Return how many purposes a guardian has not answered, or must be asked anew, by child."""
    rows = session.scalars(
        sa.select(ConsentRecord)
        .where(ConsentRecord.guardianship_id.in_([one.tie_id for one in found]))
        .order_by(ConsentRecord.answered_at)
    )
    last = {(row.guardianship_id, row.purpose): row for row in rows}
    settled = (None, rules.Missing.REFUSED, rules.Missing.WITHDRAWN)
    answered = Counter(
        tie_id
        for (tie_id, purpose), row in last.items()
        if rules.standing(_bare(row), asked_since=current[purpose].asked_since, on=on) in settled
    )
    return {one.id: len(Purpose) - answered[one.tie_id] for one in found}


def history(
    session: "Session", person_id: uuid.UUID, tie_id: uuid.UUID | None, purpose: Purpose
) -> list[PastAnswer]:
    """Return every answer one guardian, or the person, gave for a purpose, the newest first."""
    rows = session.scalars(
        sa.select(ConsentRecord)
        .where(
            ConsentRecord.person_id == person_id,
            ConsentRecord.purpose == purpose,
            _by(tie_id),
        )
        .order_by(ConsentRecord.answered_at.desc())
    )
    return [
        PastAnswer(row.received_on or day_of(row.answered_at), row.said, row.text_version, row.how)
        for row in rows
    ]


def readings(
    session: "Session", tie_ids: Sequence[uuid.UUID]
) -> dict[tuple[uuid.UUID, Notice, int], "date"]:
    """Return the days on which guardians said that a notice was read, by tie and version."""
    rows = session.scalars(
        sa.select(NoticeReading).where(NoticeReading.guardianship_id.in_(tie_ids))
    )
    return {(r.guardianship_id, r.notice, r.text_version): r.confirmed_on for r in rows}


def _by(tie_id: uuid.UUID | None) -> sa.ColumnElement[bool]:
    if tie_id is None:
        return ConsentRecord.guardianship_id.is_(None)
    return ConsentRecord.guardianship_id == tie_id


def _bare(row: ConsentRecord) -> rules.Answer:
    return rules.Answer(
        by=row.guardianship_id or row.person_id,
        said=row.said,
        text_version=row.text_version,
        answered_at=row.answered_at,
        expires_on=row.expires_on,
    )


def _child(tie: Guardianship, person: "Person", room: str, consent_age: int) -> Child:
    return Child(
        id=person.id,
        tie_id=tie.id,
        name=person.name,
        called=person.given_name or person.name,
        grade=person.grade,
        school=school_of(person),
        class_title=room,
        relation=tie.relation,
        has_authority=tie.has_authority,
        answers_alone=answers_alone(person, consent_age=consent_age),
    )
