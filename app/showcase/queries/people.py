"""The people of a project, as far as it decides what may be shown of them."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.consents import queries as consents
from app.consents.rules import Missing, Purpose
from app.identity import queries as identity
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole
from app.showcase.models import ShowcaseCredit
from app.showcase.rules import NOTHING, Maker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person

Key = tuple[uuid.UUID, uuid.UUID]
"""A project and a user."""


@dataclass(frozen=True, slots=True)
class Today:
    """What a question of consent needs besides people: the day, and the city's age of consent."""

    on: date
    consent_age: int


@dataclass(frozen=True, slots=True)
class Member:
    """One member, with what decides over them.

    Attributes:
        row: Their row in the project.
        person: Who they are.
        maker: What may be shown of them.
        is_current: Whether they are in it today.
        answers_alone: Whether they are asked themselves, and not a guardian.
        credit: What they said of being credited; None where they said nothing.
    """

    row: ProjectMember
    person: "Person"
    maker: Maker
    is_current: bool
    answers_alone: bool
    credit: ShowcaseCredit | None


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of a project, former ones as well, in the order of lists; each person once."""

    members: tuple[Member, ...]

    @property
    def learners(self) -> tuple[Member, ...]:
        """Who learns or learned in it."""
        return tuple(one for one in self.members if one.row.role is MemberRole.LEARNER)

    def member(self, user_id: uuid.UUID) -> Member | None:
        """Return somebody's place in it; None where they have none."""
        return next((one for one in self.members if one.row.user_id == user_id), None)

    @property
    def makers(self) -> dict[uuid.UUID, Maker]:
        """What may be shown of each, by user."""
        return {one.row.user_id: one.maker for one in self.members}


def cast_of(session: "Session", project_id: uuid.UUID, today: Today) -> Cast:
    """Return everybody of a project: two queries, and two more where somebody is under age."""
    rows = session.execute(
        sa.select(ProjectMember, ShowcaseCredit)
        .outerjoin(
            ShowcaseCredit,
            sa.and_(
                ShowcaseCredit.project_id == ProjectMember.project_id,
                ShowcaseCredit.user_id == ProjectMember.user_id,
            ),
        )
        .where(ProjectMember.project_id == project_id)
        .options(joinedload(ProjectMember.organization))
        .order_by(ProjectMember.left_on.desc().nulls_first(), ProjectMember.joined_on)
    ).all()
    people = identity.people_of(session, {row.user_id for row, _credit in rows}, on=today.on)
    said = _said(session, people.values(), today)
    found: dict[uuid.UUID, Member] = {}
    for row, credit in rows:
        is_learner = row.role is MemberRole.LEARNER
        known = found.get(row.user_id)
        if known is not None and (not is_learner or known.row.role is MemberRole.LEARNER):
            continue  # who has two roles, or came back, stands once: where they learn
        person = people[row.user_id]
        found[row.user_id] = Member(
            row,
            person,
            maker_of(person, credit, said.get(row.user_id)),
            row.left_on is None or row.left_on > today.on,
            consents.answers_alone(person, consent_age=today.consent_age),
            credit,
        )
    return Cast(tuple(sorted(found.values(), key=lambda one: one.person.name_order)))


def makers_of(session: "Session", keys: Iterable[Key], today: Today) -> dict[Key, Maker]:
    """Return what may be shown of some people in some projects, in up to four queries."""
    asked = set(keys)
    if not asked:
        return {}
    users = {user_id for _project_id, user_id in asked}
    people = identity.people_of(session, users, on=today.on)
    said = _said(session, people.values(), today)
    credits_ = {
        (row.project_id, row.user_id): row
        for row in session.scalars(
            sa.select(ShowcaseCredit).where(ShowcaseCredit.user_id.in_(users))
        )
    }
    return {
        (project_id, user_id): maker_of(
            people[user_id], credits_.get((project_id, user_id)), said.get(user_id)
        )
        for project_id, user_id in asked
        if user_id in people
    }


def maker_of(
    person: "Person", credit: ShowcaseCredit | None, said: Mapping[Purpose, Missing | None] | None
) -> Maker:
    """Put together what decides over one person; ``said`` is None for adults."""
    missing = NOTHING if said is None else said
    if credit is None:
        return Maker(person.id, person.is_minor, missing=missing)
    return Maker(
        person.id,
        person.is_minor,
        credit.wish,
        credit.said_as_minor,
        credit.shows_me,
        credit.airs_me,
        missing,
    )


def _said(
    session: "Session", people: "Iterable[Person]", today: Today
) -> dict[uuid.UUID, Mapping[Purpose, Missing | None]]:
    """Return what each purpose lacks for everybody under age; nobody's is asked of others."""
    minors = [one for one in people if one.is_minor]
    if not minors:
        return {}
    decided = consents.decisions(session, minors, on=today.on, consent_age=today.consent_age)
    return {
        user_id: {purpose: one.missing for purpose, one in by_purpose.items()}
        for user_id, by_purpose in decided.items()
    }
