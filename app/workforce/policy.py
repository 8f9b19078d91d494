"""Who plans: HR of the city and whoever runs it. Managers read what is of their unit."""

from typing import TYPE_CHECKING

from app.talent import policy as talent

if TYPE_CHECKING:
    from app.identity.queries import Person


def can_plan(person: "Person") -> bool:
    """Whether somebody writes profiles, targets and plan items."""
    return talent.can_read_registry(person)


def can_read(person: "Person") -> bool:
    """Whether somebody reads what the staff lacks: all of it, or the own unit's."""
    return talent.can_read_people(person)


def has_own_gaps(person: "Person") -> bool:
    """Whether the city asks something of the person: of staff."""
    return talent.has_own_sheet(person)
