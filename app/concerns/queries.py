"""Reading concerns: those of one's own, and those one handles."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.concerns.errors import NoSuchConcern
from app.concerns.models import Concern
from app.concerns.rules import State
from app.identity import queries as identity
from app.identity.models import Organization, OrganizationKind, Post, Role
from app.identity.policy import Reach
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST = 100
"""Concerns on the desk; what was handled longest ago is left out first."""
TEACHING = (MemberRole.TEACHER, MemberRole.COORDINATOR)
NOBODY = Reach(frozenset())


@dataclass(frozen=True, slots=True)
class Row:
    """A concern, and how its reporter may be called to whoever reads."""

    concern: Concern
    by: str


def reach_of(session: "Session", person: "Person") -> Reach:
    """Return what somebody administers; nothing is asked of the database for who does not."""
    if not person.has_role(Role.ADMINISTRATOR):
        return NOBODY
    return identity.administered_by(session, person)


def is_handler(session: "Session", person: "Person", *, on: date) -> bool:
    """Say whether somebody has a desk of concerns: of administrators and of teachers."""
    if person.has_role(Role.ADMINISTRATOR, Role.TEACHER):
        return True
    return bool(session.scalar(sa.select(sa.exists(_taught(person.id, on)))))


def desk(session: "Session", person: "Person", reach: Reach, *, on: date) -> list[Row]:
    """Return what somebody handles: what waits first, the newest of each first."""
    rows = session.scalars(
        sa.select(Concern)
        .where(_handled_by(person.id, reach, on))
        .options(joinedload(Concern.project), joinedload(Concern.organization))
        .order_by(Concern.state == State.HANDLED, Concern.at.desc(), Concern.id)
        .limit(MOST)
    ).all()
    return _called(session, person, reach, rows, on=on)


def one(
    session: "Session", person: "Person", reach: Reach, concern_id: uuid.UUID, *, on: date
) -> Row:
    """Return one concern that somebody handles.

    Raises:
        NoSuchConcern: There is none, or it is not theirs to handle.
    """
    row = session.scalars(
        sa.select(Concern)
        .where(Concern.id == concern_id, _handled_by(person.id, reach, on))
        .options(joinedload(Concern.project), joinedload(Concern.organization))
    ).one_or_none()
    if row is None:
        raise NoSuchConcern(concern_id)
    return _called(session, person, reach, [row], on=on)[0]


def own(session: "Session", user_id: uuid.UUID) -> Sequence[Concern]:
    """Return what somebody told, the newest first; one query."""
    return session.scalars(
        sa.select(Concern)
        .where(Concern.by_id == user_id)
        .options(joinedload(Concern.project))
        .order_by(Concern.at.desc(), Concern.id)
        .limit(MOST)
    ).all()


def teachers_of(session: "Session", project_id: uuid.UUID, *, on: date) -> set[uuid.UUID]:
    """Return who answers for the pupils of a project today, whatever school they are of."""
    return set(
        session.scalars(
            sa.select(ProjectMember.user_id).where(
                ProjectMember.project_id == project_id,
                ProjectMember.role.in_(TEACHING),
                *_is_current(on),
            )
        )
    )


def administrators_of(
    session: "Session", line: Sequence[uuid.UUID], *, on: date
) -> set[uuid.UUID]:
    """Return who administers the first organization of ``line`` that anybody administers."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for place, user_id in session.execute(
        sa.select(Post.organization_id, Post.user_id).where(
            Post.organization_id.in_(line), Post.role == Role.ADMINISTRATOR, *_holds(on)
        )
    ):
        found.setdefault(place, set()).add(user_id)
    return next((found[place] for place in line if place in found), set())


def administrators_of_city(session: "Session", *, on: date) -> set[uuid.UUID]:
    """Return who administers the city itself."""
    return set(
        session.scalars(
            sa.select(Post.user_id)
            .join(Organization, Organization.id == Post.organization_id)
            .where(
                Organization.kind == OrganizationKind.CITY,
                Post.role == Role.ADMINISTRATOR,
                *_holds(on),
            )
        )
    )


def parents(session: "Session") -> Mapping[uuid.UUID, uuid.UUID | None]:
    """Return the organization above each."""
    rows = session.execute(sa.select(Organization.id, Organization.parent_id))
    return {row.id: row.parent_id for row in rows}


def _handled_by(user_id: uuid.UUID, reach: Reach, on: date) -> sa.ColumnElement[bool]:
    """Say, in SQL, whether somebody handles a concern; never one of their own or about them.

    One about a teacher is nobody's who teaches in that project, whatever they administer: they
    may be the one.
    """
    taught = _taught(user_id, on)
    ways = [
        sa.and_(Concern.about_teacher.is_(False), Concern.project_id.in_(taught)),
        Concern.organization_id.in_(reach.organization_ids),
    ]
    if reach.is_whole:
        ways.append(Concern.to_city.is_(True))
    return sa.and_(
        sa.or_(*ways),
        Concern.by_id.is_distinct_from(user_id),
        Concern.about_user_id.is_distinct_from(user_id),
        sa.or_(
            Concern.about_teacher.is_(False),
            Concern.project_id.is_(None),
            Concern.project_id.not_in(taught),
        ),
    )


def _taught(user_id: uuid.UUID, on: date) -> sa.Select[uuid.UUID]:
    return sa.select(ProjectMember.project_id).where(
        ProjectMember.user_id == user_id, ProjectMember.role.in_(TEACHING), *_is_current(on)
    )


def _is_current(on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        ProjectMember.joined_on <= on,
        sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
    )


def _holds(on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (Post.starts_on <= on, sa.or_(Post.ends_on.is_(None), Post.ends_on >= on))


def _called(
    session: "Session", reader: "Person", reach: Reach, rows: Sequence[Concern], *, on: date
) -> list[Row]:
    ids = {row.by_id for row in rows if row.by_id}
    people = identity.people_of(session, ids, on=on) if ids else {}
    own_places = {post.organization_id for post in reader.posts} | reach.organization_ids
    return [Row(row, _name(row, people.get(row.by_id), own_places)) for row in rows]  # type: ignore[arg-type]


def _name(row: Concern, person: "Person | None", own_places: set[uuid.UUID]) -> str:
    if person is None or person.is_guest or not person.name:
        return _("名前のない人")
    if person.is_minor and row.organization_id not in own_places:
        place = row.organization.name if row.organization else _("チームの外")
        return _("%(place)sの1人", place=place)
    return _("%(name)sさん", name=person.name)
