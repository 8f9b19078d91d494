"""Whose files somebody sees."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.identity.person import Person


@dataclass(frozen=True, slots=True)
class Shelves:
    """The libraries that somebody may use: those of the organizations they have a post in.

    ``is_whole``: whoever administers the city uses all of them.
    """

    organization_ids: frozenset[uuid.UUID]
    is_whole: bool = False


def shelves_of(person: "Person") -> Shelves:
    """Return the libraries that somebody may use."""
    places = frozenset(post.organization_id for post in person.posts)
    return Shelves(places, is_whole=person.administers_city)


def own_shelf(person: "Person") -> uuid.UUID | None:
    """Return whose library a new file of somebody goes into; None without any post."""
    return None if person.main_post is None else person.main_post.organization_id
