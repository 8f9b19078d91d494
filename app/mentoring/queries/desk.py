"""The desk of an organization: whom it vouches for, and who advises without that."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.identity.models import Post, User
from app.mentoring.errors import NoSuchVetting
from app.mentoring.queries.accounts import Account, account_for, read_accounts
from app.mentoring.rules import WARNED_DAYS
from app.projects.models import Project, ProjectMember
from app.projects.rules import MemberRole, ProjectState
from app.vettings.models import MentorVetting
from app.vettings.queries import is_held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Vouched:
    """A vetting on the desk.

    Attributes:
        account: The vetting, with the minutes of this term.
        name: The mentor.
        state: ``holds``, ``soon`` (ends within thirty days, and none follows), ``to_come``, or
            ``over``.
    """

    account: Account
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Unvetted:
    """Somebody who is a mentor in a project, and for whom nobody vouches today."""

    user_id: uuid.UUID
    name: str
    organization_id: uuid.UUID
    place: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody who vouches sees."""

    vouched: tuple[Vouched, ...]
    unvetted: tuple[Unvetted, ...]


def desk(
    session: "Session",
    places: Collection[uuid.UUID],
    above: "Mapping[uuid.UUID, uuid.UUID | None]",
    *,
    on: date,
) -> Desk:
    """Return whom some organizations vouch for, what ends soonest first; three queries."""
    found = read_accounts(session, MentorVetting.organization_id.in_(places), on=on)
    mentors = _mentors(session, places, on=on)
    # whoever stands above may vouch as well, and is not among the places of everybody
    ids = {row.user_id for row in mentors}
    also = read_accounts(session, MentorVetting.user_id.in_(ids), on=on) if ids else []
    names = {row.id: row.name for row in _users(session, [one.vetting.user_id for one in found])}
    vouched = [
        Vouched(one, names.get(one.vetting.user_id, ""), _state(one.vetting, found, on))
        for one in found
    ]
    rank = {"soon": 0, "holds": 1, "to_come": 2, "over": 3}
    vouched.sort(key=lambda one: (rank[one.state], one.account.vetting.ends_on))
    holding = [one for one in also if is_held(one.vetting, on)]
    return Desk(tuple(vouched), tuple(_unvetted(mentors, holding, above)))


def vetting(
    session: "Session", places: Collection[uuid.UUID], vetting_id: uuid.UUID
) -> MentorVetting:
    """Return a vetting of some organizations, with its people.

    Raises:
        NoSuchVetting: There is none, or it is another organization's.
    """
    row = session.scalars(
        sa.select(MentorVetting)
        .where(MentorVetting.id == vetting_id)
        .options(joinedload(MentorVetting.user), joinedload(MentorVetting.organization))
    ).one_or_none()
    if row is None or row.organization_id not in places:
        raise NoSuchVetting(vetting_id)
    return row


def people_of_place(session: "Session", organization_id: uuid.UUID, *, on: date) -> Sequence[User]:
    """Return the adults who hold a post at an organization, or are mentors for it, by name."""
    posts = sa.select(Post.user_id).where(
        Post.organization_id == organization_id,
        Post.starts_on <= on,
        sa.or_(Post.ends_on.is_(None), Post.ends_on >= on),
    )
    mentors = sa.select(ProjectMember.user_id).where(
        ProjectMember.organization_id == organization_id,
        ProjectMember.role == MemberRole.MENTOR,
        sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
    )
    return session.scalars(
        sa.select(User)
        .where(
            sa.or_(User.id.in_(posts), User.id.in_(mentors)),
            User.grade.is_(None),
            User.is_guest.is_(False),
            User.disabled_at.is_(None),
        )
        .order_by(User.name_order, User.id)
    ).all()


def is_ending(row: MentorVetting, on: date) -> bool:
    """Say whether a vetting ends within thirty days."""
    return row.ends_on - on <= timedelta(days=WARNED_DAYS)


def _state(row: MentorVetting, found: Sequence[Account], on: date) -> str:
    if row.starts_on > on and row.ended_on is None:
        return "to_come"
    if not is_held(row, on):
        return "over"
    follows = any(
        one.vetting.user_id == row.user_id
        and one.vetting.organization_id == row.organization_id
        and one.vetting.ended_on is None
        and one.vetting.ends_on > row.ends_on
        for one in found
    )
    return "soon" if is_ending(row, on) and not follows else "holds"


def _mentors(
    session: "Session", places: Collection[uuid.UUID], *, on: date
) -> Sequence[ProjectMember]:
    return session.scalars(
        sa.select(ProjectMember)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(
            ProjectMember.role == MemberRole.MENTOR,
            ProjectMember.organization_id.in_(places),
            Project.state == ProjectState.ACTIVE,
            sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
        )
        .options(joinedload(ProjectMember.user), joinedload(ProjectMember.organization))
        .order_by(ProjectMember.joined_on, ProjectMember.id)
    ).all()


def _unvetted(
    mentors: Sequence[ProjectMember],
    holding: Sequence[Account],
    above: "Mapping[uuid.UUID, uuid.UUID | None]",
) -> list[Unvetted]:
    found: dict[tuple[uuid.UUID, uuid.UUID], Unvetted] = {}
    for row in mentors:
        own = [one for one in holding if one.vetting.user_id == row.user_id]
        if account_for(own, row.organization_id, above) is None:
            place = row.organization
            found[row.user_id, place.id] = Unvetted(
                row.user_id, row.user.name, place.id, place.name
            )
    return list(found.values())


def _users(session: "Session", ids: Collection[uuid.UUID]) -> Sequence[User]:
    return session.scalars(sa.select(User).where(User.id.in_(ids))).all() if ids else []
