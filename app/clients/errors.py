"""Why a call goes no further, as exceptions that each interface answers in its own words."""


class NotAuthenticated(Exception):
    """No credentials, unknown ones, or ones that hold no longer; never told apart."""


class TooManyRequests(Exception):
    """The caller used up its minute; ``retry_after_seconds`` is a whole number, at least 1."""

    def __init__(self, retry_after_seconds: int) -> None:
        """Keep when the next call can succeed."""
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class OriginRefused(Exception):
    """A page of an origin that is not the caller's tried to change something."""


class NameTaken(Exception):
    """A living client has this name already; people could not tell the two apart."""
