"""Why an item, a bank or a list is not taken."""

from sqlalchemy.exc import NoResultFound

from app.catalog.sources.faults import Fault


class BankTaken(Exception):
    """Another bank has this key."""


class ItemFaulty(Exception):
    """The text is not one whole question; nothing was written."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class ItemChanged(Exception):
    """Somebody made a newer version meanwhile; nothing was written."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class UnknownTag(ValueError):
    """No framework on file has such an item."""


class NoSuchItem(NoResultFound):
    """There is no such bank, item, version or list."""
