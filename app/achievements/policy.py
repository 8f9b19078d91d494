"""Who describes what can be achieved, and who awards it to whom."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import Role
from app.identity.policy import Reach

if TYPE_CHECKING:
    from app.identity.person import Person

AWARDING = (Role.ADMINISTRATOR, Role.HR)


def may_describe(reach: Reach, organization_id: uuid.UUID) -> bool:
    """Say whether somebody with ``reach`` describes what an organization awards."""
    return reach.is_whole or organization_id in reach.organization_ids


def may_add(person: "Person") -> bool:
    """Say whether somebody describes anything at all."""
    return person.has_role(Role.ADMINISTRATOR)


def reaches_all_staff(person: "Person") -> bool:
    """Say whether somebody awards to staff wherever they work."""
    return person.has_role(Role.HR)


def may_use(person: "Person", reach: Reach, organization_id: uuid.UUID, audience: str) -> bool:
    """Say whether somebody awards an achievement: within reach, or HR one for staff."""
    is_hrs = audience == "staff" and person.has_role(Role.HR)
    return may_describe(reach, organization_id) or is_hrs


def may_award_to(person: "Person", reach: Reach, other: "Person") -> bool:
    """Say whether somebody awards to another: within reach, or HR to the city's staff."""
    places = {post.organization_id for post in other.all_posts}
    if reach.is_whole or not reach.organization_ids.isdisjoint(places):
        return True
    return person.has_role(Role.HR) and other.works_for_city
