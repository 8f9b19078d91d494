"""Who may do what with their own data. Pure."""

from collections.abc import Iterable

GUARDIAN = "guardian"


def may_erase_self(*, is_guest: bool, is_minor: bool, roles: Iterable[str]) -> bool:
    """Say whether somebody may erase themselves: an adult who holds no post.

    Args:
        is_guest: Guests have their しおり, which goes by itself.
        is_minor: For children the school or a guardian asks.
        roles: Of all present posts. Guardians have no work that others answer for.
    """
    return not is_guest and not is_minor and all(role == GUARDIAN for role in roles)
