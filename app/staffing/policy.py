"""Who finds people: HR all of the staff, a chief those of the own unit."""

from typing import TYPE_CHECKING

from app.talent import policy as talent

if TYPE_CHECKING:
    import uuid

    from app.identity.queries import Person


def can_find(person: "Person") -> bool:
    """Whether somebody looks for people: among all of the staff, or in the own unit."""
    return talent.can_read_people(person)


def can_list(person: "Person") -> bool:
    """Whether somebody keeps short lists, and publishes roles."""
    return talent.can_read_registry(person)


def has_own_room(person: "Person") -> bool:
    """Whether somebody may say how much room they have: the city's staff."""
    return talent.has_own_sheet(person)


def heads(person: "Person") -> "frozenset[uuid.UUID]":
    """Return the units for whose people somebody may say it, those below not named."""
    return talent.headed_by(person)
