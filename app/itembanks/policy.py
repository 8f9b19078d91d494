"""Who may do what with the banks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.identity.person import Person


def may_keep_banks(who: "Person") -> bool:
    """Whether somebody sees, fills and draws from the banks: whoever authors courses."""
    return who.administers_city
