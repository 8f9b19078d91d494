"""Why the registry refuses."""


class NotStaffError(Exception):
    """The person has no current post at the city; nothing about them is kept here."""


class UnknownCellError(LookupError):
    """No such member of staff, or no such item."""
