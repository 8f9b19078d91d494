"""As what somebody may endorse a person, and who answers for them."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.endorsements import policy
from app.endorsements.errors import Refused
from app.endorsements.models import EndorsementInvitation
from app.endorsements.rules import Capacity
from app.talent.queries import staff

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """As what somebody endorses a person; ``project`` is what a partner was asked about."""

    capacity: Capacity
    given_as: str
    member: staff.StaffMember
    project: str = ""


def standing_of(
    session: "Session", who: "Person", person_id: uuid.UUID, *, today: "date"
) -> Standing:
    """Return as what somebody endorses a person today.

    Raises:
        Refused: ``own``, ``not_staff``, ``not_theirs``.
    """
    if who.id == person_id:
        raise Refused("own")
    tree = staff.departments(session)
    member = staff.staff_member(session, tree, person_id, today=today)
    if member is None:
        raise Refused("not_staff")
    post = policy.chief_post(who, member.department_id, tree.below)
    if post is not None:
        place = tree.find(post.organization_id)
        path = place.path if place else post.organization_name
        return Standing(Capacity.CHIEF, f"{path} {post.title}".strip(), member)
    partner = policy.partner_post(who)
    project = None if partner is None else project_of(session, who.id, person_id, today=today)
    if partner is None or project is None:
        raise Refused("not_theirs")
    given_as = f"{partner.organization_name} {partner.title}".strip()
    return Standing(Capacity.PARTNER, given_as, member, project)


def project_of(
    session: "Session", partner_id: uuid.UUID, person_id: uuid.UUID, *, today: "date"
) -> str | None:
    """Return the project about which a partner is asked for a person; None where nobody asks."""
    one = EndorsementInvitation
    return session.scalar(
        sa.select(one.project)
        .where(
            one.partner_id == partner_id,
            one.person_id == person_id,
            one.ended_on.is_(None),
            one.asked_on <= today,
            one.ends_on >= today,
        )
        .order_by(one.ends_on.desc(), one.id)
        .limit(1)
    )


def answers_for(session: "Session", who: "Person", person_id: uuid.UUID, *, today: "date") -> bool:
    """Whether somebody may ask a partner about a person: HR, or the chief."""
    tree = staff.departments(session)
    member = staff.staff_member(session, tree, person_id, today=today)
    if member is None or who.id == person_id:
        return False
    if policy.settles(who):
        return True
    return policy.chief_post(who, member.department_id, tree.below) is not None
