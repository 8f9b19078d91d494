"""Who may read whose statements."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.identity.models import OrganizationKind, Role

if TYPE_CHECKING:
    from app.identity.person import Person

_SCHOOLS = frozenset({OrganizationKind.SCHOOL, OrganizationKind.UNIVERSITY})


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose statements somebody may read, besides their own on «my data».

    Attributes:
        administered: Organizations all of whose people they see.
        taught: Schools of whose people they see those who only learn there: no colleagues.
        is_whole: Whether they see everybody's, and those of actors whom nobody here knows.
    """

    administered: frozenset[uuid.UUID] = frozenset()
    taught: frozenset[uuid.UUID] = frozenset()
    is_whole: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to see; then the pages do not exist."""
        return not (self.is_whole or self.administered or self.taught)


def sight_of(
    person: "Person", *, administered: Iterable[uuid.UUID] = (), is_whole: bool = False
) -> Sight:
    """Return whose statements a person may read.

    A teacher's own post at a school gives the sight of its learners. Teaching elsewhere gives
    none: in a department or a company the learners are colleagues.

    Args:
        person: Who asks, with the posts of the day.
        administered: Organizations that they administer, with everything below them.
        is_whole: Whether they administer the city itself.
    """
    taught = frozenset(
        post.organization_id
        for post in person.posts
        if post.role == Role.TEACHER and post.organization_kind in _SCHOOLS
    )
    return Sight(frozenset(administered), taught, is_whole)
