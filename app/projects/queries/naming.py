"""How the members of a project are called to one reader."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.agreements import queries as agreements
from app.agreements.models import AgreementPurpose
from app.consents import queries as consents
from app.consents.rules import Decision, Purpose
from app.identity import queries as identity
from app.projects.models import ProjectMember, ProjectPartner
from app.projects.rules import PARTNER_ORDER, MemberRole
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person
    from app.projects.queries.standing import Standing

Decisions = Mapping[uuid.UUID, Mapping[Purpose, Decision]]


@dataclass(frozen=True, slots=True)
class Called:
    """One member, as one reader may know them.

    Attributes:
        member: The row: role, duty, organization, days.
        name: What to print: a name, or 「A高校の1人」.
        is_named: Whether it is their name. Who is not named has no link, no duty, no picture.
        is_minor: Whether they are under age.
        audience: Whose pages they see: ``child``, ``citizen`` or ``staff``.
        is_current: Whether they are in it today.
    """

    member: ProjectMember
    name: str
    is_named: bool
    is_minor: bool
    audience: str
    is_current: bool

    @property
    def polite(self) -> str:
        """What to print in a sentence: a name with さん."""
        return _("%(name)sさん", name=self.name) if self.is_named else self.name


@dataclass(frozen=True, slots=True)
class Names:
    """All members of a project, former ones as well, as one reader may know them.

    Attributes:
        members: Everybody, pupils in the order of their numbers.
        by_user: What to print, by user.
        partners: The organizations, those that left as well, the leading school first.
        decisions: What is allowed of each member under age; empty unless it was asked for.
        unseen: Whom the reader may not see in pictures: people under age of another organization,
            without an agreement on pictures or without their consent.
    """

    members: tuple[Called, ...]
    by_user: Mapping[uuid.UUID, str]
    partners: tuple[ProjectPartner, ...] = ()
    decisions: Decisions = field(default_factory=dict)
    unseen: frozenset[uuid.UUID] = frozenset()

    def of(self, user_id: uuid.UUID | None) -> str:
        """Return what to print for somebody: never more than the reader may know."""
        if user_id is None:
            return _("いまはいない人")
        return self.by_user.get(user_id) or _("チームの外の人")

    def polite(self, user_id: uuid.UUID | None) -> str:
        """Return what to print for somebody in a sentence: a name with さん."""
        found = (one.polite for one in self.members if one.member.user_id == user_id)
        return next(found, self.of(user_id))

    def may_see(self, people: Iterable[uuid.UUID]) -> bool:
        """Say whether the reader may see a picture that shows some people."""
        return self.unseen.isdisjoint(people)

    def current(self, *roles: MemberRole) -> tuple[Called, ...]:
        """Return today's members in some roles; in all for none given."""
        return tuple(
            one
            for one in self.members
            if one.is_current and (not roles or one.member.role in roles)
        )

    def choices(self, *roles: MemberRole) -> list[tuple[uuid.UUID, str]]:
        """Return today's members whom the reader may choose in a form: those who are named."""
        found: dict[uuid.UUID, str] = {}
        for one in self.current(*roles):
            if one.is_named:
                found.setdefault(one.member.user_id, one.name)
        return list(found.items())

    def unnamed(self, *roles: MemberRole) -> dict[str, int]:
        """Count today's members who are not named, by their organization: 「A高校 3名」."""
        found: dict[str, int] = {}
        for one in self.current(*roles):
            if not one.is_named:
                place = one.member.organization.name
                found[place] = found.get(place, 0) + 1
        return found


def naming(
    session: "Session",
    reader: "Standing",
    *,
    on: date,
    consent_age: int,
    with_decisions: bool = False,
) -> Names:
    """Say how each member is called to a reader; see the package's docstring for who is named.

    Two queries; one more where somebody under age is of an organization that is not the reader's,
    and two more where it agreed with the reader's that they are named.

    Args:
        session: Any.
        reader: Who reads.
        on: The day.
        consent_age: In years.
        with_decisions: Whether what is allowed of each member under age is asked as well.
    """
    found = session.execute(
        sa.select(ProjectPartner, ProjectMember)
        .outerjoin(
            ProjectMember,
            sa.and_(
                ProjectMember.project_id == ProjectPartner.project_id,
                ProjectMember.organization_id == ProjectPartner.organization_id,
            ),
        )
        .where(ProjectPartner.project_id == reader.project.id)
        .options(joinedload(ProjectPartner.organization))
        .order_by(
            ProjectPartner.joined_on,
            ProjectPartner.organization_id,
            ProjectMember.joined_on,
            ProjectMember.id,
        )
    ).all()
    known = {one.organization_id: one for one, _row in found}
    partners = tuple(sorted(known.values(), key=lambda one: PARTNER_ORDER.index(one.role)))
    rows = [row for _one, row in found if row is not None]
    people = identity.people_of(session, {row.user_id for row in rows}, on=on)
    strangers = [
        row
        for row in rows
        if row.user_id != reader.user_id
        and people[row.user_id].is_minor
        and row.organization_id not in reader.organization_ids
    ]
    named, seen = _agreed(session, reader, strangers, on=on)
    asked = [people[one] for one in named | seen]
    if with_decisions:
        asked = [one for one in people.values() if one.is_minor]
    said = consents.decisions(session, asked, on=on, consent_age=consent_age) if asked else {}

    def lacks(user_id: uuid.UUID, agreed: set[uuid.UUID], *purposes: Purpose) -> bool:
        return user_id not in agreed or not all(said[user_id][one].is_allowed for one in purposes)

    apart = {row.user_id for row in strangers}
    hidden = {one for one in apart if lacks(one, named, Purpose.PROJECTS)}
    unseen = frozenset(one for one in apart if lacks(one, seen, Purpose.PROJECTS, Purpose.PHOTO))
    called = [_called(row, people[row.user_id], hidden, on=on) for row in rows]
    ranked = sorted(called, key=lambda one: _rank(one, people, partners))
    by_user = {one.member.user_id: one.name for one in called}
    return Names(tuple(ranked), by_user, partners, said, unseen)


def _agreed(
    session: "Session", reader: "Standing", strangers: Sequence[ProjectMember], *, on: date
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Return whom the reader may name, and whom see, as far as organizations agreed on it."""
    if not strangers:
        return set(), set()
    holds = agreements.crossings(session, on=on)

    def of(purpose: AgreementPurpose) -> set[uuid.UUID]:
        apart = {
            row.user_id
            for row in strangers
            if not holds.may(reader.organization_ids, row.organization_id, purpose)
        }
        return {row.user_id for row in strangers} - apart

    return of(AgreementPurpose.NAMES), of(AgreementPurpose.PHOTOS)


def _called(row: ProjectMember, person: "Person", hidden: set[uuid.UUID], *, on: date) -> Called:
    is_named = row.user_id not in hidden
    name = person.called if is_named else _("%(place)sの1人", place=row.organization.name)
    is_current = row.left_on is None or row.left_on > on
    return Called(row, name, is_named, person.is_minor, person.audience, is_current)


def _rank(
    one: Called, people: "Mapping[uuid.UUID, Person]", partners: Iterable[ProjectPartner]
) -> tuple[int, int, bool, int, str]:
    """Return the sort key: by organization, school year and number, and then by name.

    Of whoever is not named, the place alone: an order of names would tell something of them.
    """
    places = [partner.organization_id for partner in partners]
    at = places.index(one.member.organization_id)
    if not one.is_named:
        return (at, 0, True, 0, str(one.member.id))
    person = people[one.member.user_id]
    number = person.main_post.attendance_number if person.main_post else None
    return (at, person.grade or 0, number is None, number or 0, person.name_order)
