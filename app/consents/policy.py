"""Who may do what for pupils and texts."""

from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.person import Person

PUBLISHING = frozenset({OrganizationKind.CITY, OrganizationKind.BOARD})


def may_publish_texts(who: "Person") -> bool:
    """Say whether somebody publishes texts: administrators of the city or of a board."""
    return any(
        post.role is Role.ADMINISTRATOR and post.organization_kind in PUBLISHING
        for post in who.posts
    )
