"""Offers: one's own, and those that one settles."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.challenges import policy as challenges
from app.contributions import policy, rules
from app.contributions.errors import NoSuchOffer
from app.contributions.models import Need, Offer
from app.identity.models import User
from app.projects.models import ProjectMember
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person
    from app.talent.queries.staff import Departments

SETTLERS = (MemberRole.TEACHER, MemberRole.COORDINATOR, MemberRole.OWNER)


@dataclass(frozen=True, slots=True)
class Settling:
    """Whose needs somebody settles: of departments, and of projects."""

    departments: frozenset[uuid.UUID]
    projects: frozenset[uuid.UUID]

    def __contains__(self, need: Need) -> bool:
        """Say whether a need is theirs to settle."""
        return policy.settles(need, self.departments, self.projects)


@dataclass(frozen=True, slots=True)
class Seen:
    """An offer as one person may see it.

    Attributes:
        row: The offer, with its need.
        giver: Who gives: a school with how many pupils, or a name for settlers and the giver.
        is_own: Whether it is the person's own.
        is_theirs: Whether they settle it.
    """

    row: Offer
    giver: str
    is_own: bool
    is_theirs: bool


def settling(session: "Session", tree: "Departments", person: "Person", *, on: "date") -> Settling:
    """Return whose needs somebody settles on a day; one query."""
    rows = session.scalars(
        sa.select(ProjectMember.project_id).where(
            ProjectMember.user_id == person.id,
            ProjectMember.role.in_(SETTLERS),
            ProjectMember.joined_on <= on,
            sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
        )
    )
    return Settling(challenges.writes_in(tree, person), frozenset(rows))


def settlers_of(session: "Session", need: Need, *, on: "date") -> set[uuid.UUID]:
    """Return who is told of offers to a need: whoever wrote it, and who answers beside them."""
    found = {need.created_by_id}
    if need.project_id is not None:
        found |= set(
            session.scalars(
                sa.select(ProjectMember.user_id).where(
                    ProjectMember.project_id == need.project_id,
                    ProjectMember.role.in_(SETTLERS),
                    sa.or_(ProjectMember.left_on.is_(None), ProjectMember.left_on > on),
                )
            )
        )
    elif need.challenge is not None:
        found.add(need.challenge.owner_id)
    return {one for one in found if one is not None}


def own_offers(session: "Session", person_id: uuid.UUID) -> Sequence[Offer]:
    """Return what somebody offered, the newest first; one query."""
    return session.scalars(
        _offers().where(Offer.person_id == person_id).order_by(Offer.offered_at.desc(), Offer.id)
    ).all()


def own_offer_to(session: "Session", person_id: uuid.UUID, need_id: uuid.UUID) -> Offer | None:
    """Return the offer of somebody that is under way for a need, or None; one query."""
    return session.scalars(
        sa.select(Offer).where(
            Offer.person_id == person_id,
            Offer.need_id == need_id,
            Offer.state.in_(rules.UNDER_WAY),
        )
    ).one_or_none()


def seen_offer(
    session: "Session", offer_id: uuid.UUID, person: "Person", theirs: Settling
) -> Seen:
    """Return an offer for whoever gives it or settles it; one query.

    Raises:
        NoSuchOffer: There is none, or it is neither theirs to give nor theirs to settle.
    """
    found = session.execute(_named().where(Offer.id == offer_id)).one_or_none()
    if found is None:
        raise NoSuchOffer(offer_id)
    row, user = found
    is_own, is_theirs = row.person_id == person.id, row.need in theirs
    if not is_own and not is_theirs:
        raise NoSuchOffer(offer_id)
    return Seen(row, _giver(row, user), is_own, is_theirs)


def offers_for(session: "Session", need_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Seen]]:
    """Return the offers to some needs, by need, as their settlers see them; one query."""
    found: dict[uuid.UUID, list[Seen]] = {key: [] for key in need_ids}
    if not found:
        return found
    query = _named().where(Offer.need_id.in_(found)).order_by(Offer.offered_at, Offer.id)
    for row, user in session.execute(query):
        found[row.need_id].append(Seen(row, _giver(row, user), is_own=False, is_theirs=True))
    return found


def given_to(session: "Session", need_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many minutes were given to each of some needs; one query."""
    rows = session.execute(
        sa.select(Offer.need_id, sa.func.sum(Offer.done_minutes))
        .where(Offer.need_id.in_(set(need_ids)), Offer.state.in_(rules.GIVEN))
        .group_by(Offer.need_id)
    )
    return {key: int(minutes or 0) for key, minutes in rows}


def hours_given(session: "Session", project_id: uuid.UUID) -> dict[uuid.UUID, float]:
    """Return the hours that people gave to a project themselves, by person; one query.

    What a teacher offered in a school's name is the school's, and not counted.
    """
    rows = session.execute(
        sa.select(Offer.person_id, sa.func.sum(Offer.done_minutes))
        .join(Need, Need.id == Offer.need_id)
        .where(
            Need.project_id == project_id,
            Offer.person_id.is_not(None),
            Offer.organization_id.is_(None),
            Offer.state.in_(rules.GIVEN),
        )
        .group_by(Offer.person_id)
    )
    return {person_id: rules.hours_of(int(minutes or 0)) for person_id, minutes in rows}


def _giver(row: Offer, user: User) -> str:
    return row.organization.name if row.organization is not None else user.name


def _offers() -> "sa.Select[Offer]":
    return sa.select(Offer).options(
        joinedload(Offer.organization),
        joinedload(Offer.need).options(
            joinedload(Need.challenge), joinedload(Need.project), joinedload(Need.organization)
        ),
    )


def _named() -> "sa.Select[Offer, User]":
    return (
        sa.select(Offer, User)
        .join(User, User.id == Offer.person_id)
        .options(
            joinedload(Offer.organization),
            joinedload(Offer.need).options(
                joinedload(Need.challenge),
                joinedload(Need.project),
                joinedload(Need.organization),
            ),
        )
    )
