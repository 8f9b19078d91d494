"""Who reads agreements, and who enters them."""

from typing import TYPE_CHECKING

from app.identity.models import Role

if TYPE_CHECKING:
    from app.identity.person import Person


def can_read(person: "Person") -> bool:
    """Whether the person works with others for an organization: no agreement names anybody."""
    return person.has_role(Role.ADMINISTRATOR, Role.TEACHER, Role.MANAGER, Role.PARTNER)


def can_keep(person: "Person") -> bool:
    """Whether the person enters and ends agreements: whoever administers the city."""
    return person.administers_city
