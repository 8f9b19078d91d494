"""Whose credential ends soon, of a required course or of a training: the calendar of renewals."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.assignments.models import Assignee, Assignment
from app.assignments.rules import OPEN
from app.catalog import queries as catalog
from app.catalog.models import Course
from app.clock import day_of
from app.credentials.models import AchievementVersion, Credential, CredentialState
from app.credentials.openbadges import start_of_day
from app.identity.models import User
from app.learning.models import Registration
from app.talent.queries import staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.assignments.policy import Scope

SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Ending:
    """Somebody whose credential ends. ``is_assigned``: the course is open for them already."""

    person_id: uuid.UUID
    name: str
    place: str
    ends_on: date
    is_assigned: bool


@dataclass(slots=True)
class Renewal:
    """A course, and whose credentials of it end soon, in 建制順.

    Without a slug it is no course but a training that somebody awards (``achievements``): it
    cannot be assigned.
    """

    slug: str
    title: str
    people: list[Ending] = field(default_factory=list)

    @property
    def to_assign(self) -> list[Ending]:
        """Those to whom it is not assigned yet."""
        return [one for one in self.people if self.slug and not one.is_assigned]

    @property
    def first_end(self) -> date:
        """The earliest of the last days."""
        return min(one.ends_on for one in self.to_assign or self.people)


def ending(
    session: "Session", tree: staff.Departments, *, scope: "Scope", today: date
) -> list[Renewal]:
    """Return required courses, and trainings, with whose credential ends within ``SOON``.

    A course is required that stands in an assignment which was not withdrawn. Whoever has a later
    credential of the same is not among them. Five queries.
    """
    titles = _required(session)
    until = _last_days(session, titles, scope=scope, today=today)
    open_for = _open(session, {user.id for _, user, _, _ in until})
    found: dict[str, Renewal] = {}
    for title, user, place_id, ends_on in _trainings(session, scope=scope, today=today):
        place = tree.find(place_id)
        found.setdefault(f"/{title}", Renewal("", title)).people.append(
            Ending(user.id, user.name, place.path if place else "", ends_on, is_assigned=False)
        )
    for slug, user, place_id, ends_on in until:
        place = tree.find(place_id)
        found.setdefault(slug, Renewal(slug, titles[slug])).people.append(
            Ending(
                user.id,
                user.name,
                place.path if place else "",
                ends_on,
                is_assigned=(user.id, slug) in open_for,
            )
        )
    rank = {one.path: number for number, one in enumerate(tree.ordered)}
    for renewal in found.values():
        renewal.people.sort(key=lambda one: rank.get(one.place, 0))  # stable: by reading before
    return sorted(found.values(), key=lambda one: (one.first_end, one.slug))


def _required(session: "Session") -> dict[str, str]:
    """Return the titles of required courses by their slugs."""
    rows = session.scalars(sa.select(Assignment.courses).where(Assignment.withdrawn_on.is_(None)))
    slugs = {slug for courses in rows for slug in courses}
    cards = catalog.published_courses(session)
    return {one.slug: one.outline.title.plain for one in cards if one.slug in slugs}


def _last_days(
    session: "Session", slugs: Iterable[str], *, scope: "Scope", today: date
) -> list[tuple[str, User, uuid.UUID, date]]:
    last = (
        sa.select(
            Course.slug,
            Credential.user_id,
            sa.func.max(Credential.valid_until).label("until"),
            sa.func.count().filter(Credential.valid_until.is_(None)).label("endless"),
        )
        .join(Registration, Registration.id == Credential.registration_id)
        .join(Course, Course.id == Registration.course_id)
        .where(Course.slug.in_(list(slugs)), Credential.state != CredentialState.REVOKED)
        .group_by(Course.slug, Credential.user_id)
        .subquery("last")
    )
    return _ending(session, last, last.c.slug, scope=scope, today=today)


def _trainings(
    session: "Session", *, scope: "Scope", today: date
) -> list[tuple[str, User, uuid.UUID, date]]:
    """Return whose credential of what is no course ends soon, with what it is called."""
    of = AchievementVersion
    last = (
        sa.select(
            sa.func.max(of.content["name"].as_string()).label("name"),
            Credential.user_id,
            sa.func.max(Credential.valid_until).label("until"),
            sa.func.count().filter(Credential.valid_until.is_(None)).label("endless"),
        )
        .join(of, of.id == Credential.achievement_version_id)
        .where(Credential.registration_id.is_(None), Credential.state != CredentialState.REVOKED)
        .group_by(of.key, Credential.user_id)
        .subquery("last")
    )
    return _ending(session, last, last.c.name, scope=scope, today=today)


def _ending(
    session: "Session",
    last: sa.Subquery,
    what: "sa.ColumnElement[str]",
    *,
    scope: "Scope",
    today: date,
) -> list[tuple[str, User, uuid.UUID, date]]:
    """Return who of the staff holds something whose last day comes within ``SOON``."""
    home = staff.homes(today)
    query = (
        sa.select(what, User, home.c.organization_id, last.c.until)
        .join(home, home.c.user_id == last.c.user_id)
        .join(User, User.id == last.c.user_id)
        .where(
            last.c.endless == 0,
            last.c.until > start_of_day(today),
            last.c.until <= start_of_day(today + SOON),
        )
        .order_by(User.name_order, User.id)
    )
    if scope is not None:
        query = query.where(home.c.organization_id.in_(scope))
    moment = timedelta(seconds=1)  # it ends with the day before
    return [
        (slug, user, place, day_of(until - moment))
        for slug, user, place, until in session.execute(query)
    ]


def _open(session: "Session", people: set[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    rows = session.execute(
        sa.select(Assignee.person_id, Assignment.courses)
        .join(Assignment, Assignment.id == Assignee.assignment_id)
        .where(
            Assignee.person_id.in_(people),
            Assignment.withdrawn_on.is_(None),
            Assignee.state.in_(OPEN),
        )
    )
    return {(person_id, slug) for person_id, courses in rows for slug in courses}
