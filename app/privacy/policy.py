"""Who may do what with their own data."""

from typing import TYPE_CHECKING

from app.privacy import rules

if TYPE_CHECKING:
    from app.identity.person import Person


def may_erase_self(person: "Person") -> bool:
    """Say whether a person may have everything of themselves erased without asking anybody."""
    return rules.may_erase_self(
        is_guest=person.is_guest,
        is_minor=person.is_minor,
        roles=[post.role for post in person.posts],
    )
