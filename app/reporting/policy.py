"""Who reports: HR of the city and whoever runs it."""

from typing import TYPE_CHECKING

from app.talent import policy as talent

if TYPE_CHECKING:
    from app.identity.queries import Person


def can_report(person: "Person") -> bool:
    """Whether somebody makes reports, and sees who is behind their figures."""
    return talent.can_read_registry(person)
