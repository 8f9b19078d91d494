"""Who writes what in the team's room. Everybody of the project reads all of it."""

from typing import TYPE_CHECKING, Final

from app.projects.rules import MemberRole

if TYPE_CHECKING:
    from app.projects.queries import Standing

_TEAM: Final = frozenset({MemberRole.LEARNER, MemberRole.TEACHER, MemberRole.COORDINATOR})


def writes_notes(standing: "Standing") -> bool:
    """Whether they write meeting notes and decisions: the team itself."""
    return bool(standing.roles & _TEAM)


def writes_cards(standing: "Standing") -> bool:
    """Whether they write on the board: the team, and the city's owner for the city's part."""
    return writes_notes(standing) or MemberRole.OWNER in standing.roles


def describes_ever(standing: "Standing") -> bool:
    """Whether they say what was made is, and who is on it, after the project's end as well.

    Its teachers publish the page until then and later: a picture waits there for that word.
    """
    return standing.is_teacher


def shares(standing: "Standing") -> bool:
    """Whether they put there what was made: who writes on the board, and supporters."""
    return writes_cards(standing) or MemberRole.SUPPORTER in standing.roles
