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
        administered: Organizations whose people they see: who learns, teaches or works there, and
            no guardian, whose own learning is none of the school's.
        teacher_id: Themselves, where they teach at a school: whoever is a pupil in a class of
            theirs that day (``classes.queries``) is seen, and no other pupil of the school.
        is_whole: Whether they see everybody's, and those of actors whom nobody here knows.
    """

    administered: frozenset[uuid.UUID] = frozenset()
    teacher_id: uuid.UUID | None = None
    is_whole: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to see; then the pages do not exist."""
        return not (self.is_whole or self.administered or self.teacher_id)


def may_read_some(who: "Person") -> bool:
    """Say whether there can be anybody whose statements somebody reads, besides their own."""
    return who.has_role(Role.ADMINISTRATOR, Role.TEACHER)


def administers_some(who: "Person") -> bool:
    """Say whether that somebody has to be looked for in the tree of organizations."""
    return who.has_role(Role.ADMINISTRATOR)


def sight_of(
    person: "Person", *, administered: Iterable[uuid.UUID] = (), is_whole: bool = False
) -> Sight:
    """Return whose statements a person may read.

    A teacher sees the pupils of their own classes: not those of the class next door, who are
    another teacher's to know. Teaching elsewhere than at a school gives no sight: in a department
    or a company the learners are colleagues. HR, guardians and partners read no statements.

    Args:
        person: Who asks, with the posts of the day.
        administered: Organizations that they administer, with everything below them.
        is_whole: Whether they administer the city itself.
    """
    teaches = any(
        post.role is Role.TEACHER and post.organization_kind in _SCHOOLS for post in person.posts
    )
    return Sight(frozenset(administered), person.id if teaches else None, is_whole)
