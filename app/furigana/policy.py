"""Who keeps whose words."""

import uuid
from typing import TYPE_CHECKING, Final

from app.identity.models import Role

if TYPE_CHECKING:
    from app.identity.person import Person, PostView

KEEPERS: Final = frozenset({Role.TEACHER, Role.ADMINISTRATOR, Role.PARTNER})
"""Whoever writes for an organization keeps its words."""


def may_keep_words(who: "Person", organization_id: uuid.UUID) -> bool:
    """Say whether somebody keeps an organization's words: its own people, and the city's."""
    return who.administers_city or any(
        post.organization_id == organization_id for post in places_of(who)
    )


def may_keep_city_words(who: "Person") -> bool:
    """Say whether somebody keeps the words that hold for everybody."""
    return who.administers_city


def places_of(who: "Person") -> "tuple[PostView, ...]":
    """Return the posts of somebody in whose organizations they keep words."""
    return tuple(post for post in who.posts if post.role in KEEPERS)
