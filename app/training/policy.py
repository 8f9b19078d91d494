"""Who takes lists in: HR of the city, and who runs it. Whose records somebody may read."""

from typing import TYPE_CHECKING

from app.talent import policy as talent

if TYPE_CHECKING:
    from app.identity.queries import Person


def can_bring(person: "Person") -> bool:
    """Whether somebody brings lists, and says what they attest."""
    return talent.can_read_registry(person)


def can_read_people(person: "Person") -> bool:
    """Whether somebody reads the trainings of some of the staff: everybody's, or the unit's."""
    return talent.can_read_people(person)


def has_own_records(person: "Person") -> bool:
    """Whether anything is kept of the person: of staff."""
    return talent.has_own_sheet(person)
