"""Who may do what for pupils and texts."""

import uuid
from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.person import Person

PUBLISHING = frozenset({OrganizationKind.CITY, OrganizationKind.BOARD})


def may_close_views(who: "Person") -> bool:
    """Say whether somebody closes a guardian's view of a pupil: the school, and no teacher."""
    return who.has_role(Role.ADMINISTRATOR)


def administers_some(who: "Person") -> bool:
    """Say whether there can be schools all of whose classes somebody sees."""
    return who.has_role(Role.ADMINISTRATOR)


def taught_at(who: "Person") -> list[uuid.UUID]:
    """Return the places at which somebody sees the classes that they teach."""
    return [post.organization_id for post in who.posts if post.role is Role.TEACHER]


def may_publish_texts(who: "Person") -> bool:
    """Say whether somebody publishes texts: administrators of the city or of a board."""
    return any(
        post.role is Role.ADMINISTRATOR and post.organization_kind in PUBLISHING
        for post in who.posts
    )
