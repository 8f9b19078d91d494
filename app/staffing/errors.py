"""What may go wrong."""


class ListClosed(Exception):
    """The short list has been closed: nothing is changed on it any more."""


class NotStaff(Exception):
    """The person has no current post at the city."""
