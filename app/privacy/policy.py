"""Who may do what with their own data, and with a child's."""

from typing import TYPE_CHECKING

from app.privacy import rules

if TYPE_CHECKING:
    from app.consents.queries import Child
    from app.identity.person import Person


def may_erase_self(person: "Person") -> bool:
    """Say whether a person may have everything of themselves erased without asking anybody."""
    return rules.may_erase_self(
        is_guest=person.is_guest,
        is_minor=person.is_minor,
        roles=[post.role for post in person.posts],
    )


def refused_file(child: "Child", *, has_account: bool) -> rules.Refused | None:
    """Say why a guardian takes no file of a child's along whom they may see; None if they may."""
    return rules.refused_file(
        answers_alone=child.answers_alone,
        has_authority=child.has_authority,
        has_account=has_account,
    )
