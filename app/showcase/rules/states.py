"""The states of a page and of a comment, and what leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """How far a page has come."""

    DRAFT = "draft"
    CHECKING = "checking"
    """The team handed it to its teacher."""
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    """It was public, and a teacher took it back."""


class CommentState(StrEnum):
    """How far a comment has come."""

    WAITING = "waiting"
    PUBLISHED = "published"
    RETURNED = "returned"
    """It is not shown; its writer reads why."""


_FROM: Mapping[str, frozenset[State]] = MappingProxyType(
    {
        "hand_in": frozenset({State.DRAFT, State.WITHDRAWN}),
        "give_back": frozenset({State.CHECKING}),
        "publish": frozenset(State),
        "withdraw": frozenset({State.PUBLIC}),
    }
)


def can(act: str, state: State) -> bool:
    """Say whether an act (``hand_in``, ``give_back``, ``publish``, ``withdraw``) fits a state."""
    return state in _FROM[act]
