"""Who makes self-checks, who reads what came of them, and who answers."""

from typing import TYPE_CHECKING

from app.talent import policy as talent

if TYPE_CHECKING:
    from app.identity.queries import Person


def can_make(person: "Person") -> bool:
    """Whether somebody opens and closes rounds: HR of the city, and whoever runs it."""
    return talent.can_read_registry(person)


def can_read(person: "Person") -> bool:
    """Whether somebody reads results: the city's, or the own unit's as far as they are shown."""
    return talent.can_read_people(person)


def reads_whole(person: "Person") -> bool:
    """Whether somebody reads how many of the whole city took part."""
    return talent.can_read_registry(person)


def may_be_asked(person: "Person") -> bool:
    """Whether the page of one's own self-check is there: for staff."""
    return talent.has_own_sheet(person)
