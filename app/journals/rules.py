"""Who reads what, and until when it is changed. Pure."""

from collections.abc import Iterable, Set
from enum import StrEnum
from typing import Final, TypeVar

Id = TypeVar("Id")

LONGEST: Final = 2000
LONGEST_REPLY: Final = 200
FREE: Final = ""
"""The card of an entry that was written to none."""
EASY_BELOW: Final = 7
"""Pupils of a school year below this are asked in simpler words."""


class Reach(StrEnum):
    """Who reads an entry besides whoever wrote it."""

    PRIVATE = "private"
    """Nobody."""
    TEAM = "team"
    """All learners and teachers of the project."""
    MENTOR = "mentor"
    """The team, and its mentors."""


def read_by(*, in_team: bool, is_mentor: bool) -> frozenset[Reach]:
    """Return of which reach somebody reads other people's entries.

    Args:
        in_team: They learn or teach in the project.
        is_mentor: They advise it.
    """
    if in_team:
        return frozenset({Reach.TEAM, Reach.MENTOR})
    return frozenset({Reach.MENTOR}) if is_mentor else frozenset()


def have_all_written(learners: Set[Id], writers: Iterable[Id]) -> bool:
    """Say whether each of today's learners wrote; of nobody it is not said."""
    return bool(learners) and learners <= set(writers)
