"""Who may be named, shown and broadcast, and whose answer is still awaited."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.consents.rules import Missing, Purpose


class Wish(StrEnum):
    """How a member wants to be credited."""

    UNNAMED = "unnamed"
    NAME = "name"
    PSEUDONYM = "pseudonym"


PUBLIC_PURPOSES: Final = (Purpose.NAME, Purpose.PROJECTS)
"""What is asked of everybody under age before a page becomes public."""

OPEN: Final = frozenset({Missing.NEVER_ASKED, Missing.EXPIRED, Missing.TEXT_CHANGED})
"""What holds a page back: nobody has said no, and nobody has said yes."""

NOTHING: Mapping[Purpose, Missing | None] = MappingProxyType(
    dict.fromkeys(Purpose, Missing.NEVER_ASKED)
)


@dataclass(frozen=True, slots=True)
class Maker:
    """A member, as far as it decides what may be shown of them.

    Attributes:
        user_id: Who.
        is_minor: Whether somebody is asked besides their own wish.
        wish: How they want to be credited.
        said_as_minor: Whether they said so while they were under age.
        shows_me: An adult's own word on pictures that show them on the page.
        airs_me: And on those that press and broadcasters may have.
        missing: What each purpose lacks today, of those under age; None for what is allowed.
    """

    user_id: uuid.UUID
    is_minor: bool
    wish: Wish = Wish.UNNAMED
    said_as_minor: bool = False
    shows_me: bool = False
    airs_me: bool = False
    missing: Mapping[Purpose, Missing | None] = field(default_factory=lambda: NOTHING)

    @property
    def has_own_word(self) -> bool:
        """Whether what they wished still counts: a pupil's wish ends with being one."""
        return self.is_minor or not self.said_as_minor


@dataclass(frozen=True, slots=True)
class Crowd:
    """How a group is credited. ``named`` in their order; ``others``: 「ほか1人」."""

    named: tuple[str, ...]
    others: int


def _holds(maker: Maker, *purposes: Purpose) -> bool:
    return all(maker.missing[purpose] is None for purpose in purposes)


def awaited_of(maker: Maker) -> tuple[Purpose, ...]:
    """Return what is still to be answered of somebody before the page becomes public."""
    if not maker.is_minor:
        return ()
    return tuple(purpose for purpose in PUBLIC_PURPOSES if maker.missing[purpose] in OPEN)


def may_be_named(maker: Maker) -> bool:
    """Say whether the page may name somebody, by name or pseudonym, as they wish."""
    if maker.wish is Wish.UNNAMED or not maker.has_own_word:
        return False
    return not maker.is_minor or _holds(maker, *PUBLIC_PURPOSES)


def may_be_shown(maker: Maker) -> bool:
    """Say whether a picture may show somebody."""
    if maker.is_minor:
        return _holds(maker, Purpose.PHOTO, Purpose.PROJECTS)
    return maker.shows_me and maker.has_own_word


def may_be_broadcast(maker: Maker) -> bool:
    """Say whether press and broadcasters may have a picture that shows somebody."""
    if not may_be_shown(maker):
        return False
    return _holds(maker, Purpose.BROADCAST) if maker.is_minor else maker.airs_me


def first_in_the_way(maker: Maker, *purposes: Purpose) -> tuple[Purpose, Missing] | None:
    """Return the first purpose that is not allowed, with what it lacks; None where all are."""
    for purpose in purposes:
        missing = maker.missing[purpose]
        if missing is not None:
            return purpose, missing
    return None


def credited(makers: Iterable[tuple[Maker, str, str]]) -> Crowd:
    """Say how a group is credited.

    Args:
        makers: Each with their name and their pseudonym, in the order of the page.

    Returns:
        Who is named, and how many are not; nobody is left out or counted twice.
    """
    named, others = [], 0
    for maker, name, pseudonym in makers:
        called = name if maker.wish is Wish.NAME else pseudonym
        if may_be_named(maker) and called:
            named.append(called)
        else:
            others += 1
    return Crowd(tuple(named), others)
