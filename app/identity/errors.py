"""What can go wrong for somebody, as exceptions that views turn into sentences."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime


class TooManyAttempts(Exception):
    """The limits of sign-in are reached; try again at ``retry_at``.

    ``limit`` says which: ``account``, ``spray``, ``code``, or what was counted (``letter``).
    """

    def __init__(
        self, retry_at: "datetime", *, limit: str = "", user_id: "uuid.UUID | None" = None
    ) -> None:
        """Keep when the next try makes sense, and whose account was tried."""
        super().__init__("too many attempts")
        self.retry_at = retry_at
        self.limit = limit
        self.user_id = user_id


class WrongPassword(Exception):
    """No account, no password, a disabled account, or the wrong password: never told apart."""


class AccountMerged(Exception):
    """The password is right, and the account was merged into another; ``login`` is that one's."""

    def __init__(self, login: str) -> None:
        """Keep with what to sign in now; empty where the account that stays has no login yet."""
        super().__init__("the account was merged into another")
        self.login = login


class LinkUnusable(Exception):
    """A one-time link that is unknown, used, expired, or whose account is disabled."""


class LoginTaken(Exception):
    """Somebody has this login id or e-mail address already."""


class TooYoung(Exception):
    """The year of birth makes an adult impossible; children come by their school's roster."""


class PasswordRefused(Exception):
    """The new password breaks the policy; ``faults`` are values of ``rules.PasswordFault``."""

    def __init__(self, faults: "Sequence[str]") -> None:
        """Keep every fault, so that one answer tells them all."""
        super().__init__(", ".join(faults))
        self.faults = tuple(faults)


class BookmarkUnknown(Exception):
    """No しおり has these four words; it may have gone, or never have been."""


class OrganizationClosed(Exception):
    """The organization is closed on that day, and takes no posts."""


class OrganizationInUse(Exception):
    """The organization cannot close: open ones stand below it, or posts begin after the day."""


class CannotStandThere(Exception):
    """An organization of that kind does not stand there, or would stand below itself."""


class PostRefused(Exception):
    """The post overlaps one of the same place and role, or would end before it begins."""
