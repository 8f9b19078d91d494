"""Why the registry refuses."""


class NotStaffError(Exception):
    """The person has no current post at the city; nothing about them is kept here."""


class UnknownCellError(LookupError):
    """No such member of staff, or no such item."""


class IdTaken(Exception):
    """Whose that id is has been agreed on already, or the person has another of that issuer."""


class OwnConfirmation(Exception):
    """Nobody confirms for themselves whose an id is."""
