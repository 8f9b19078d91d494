"""Why something is not written into the register."""

from sqlalchemy.exc import NoResultFound


class NoSuchEmployee(NoResultFound):
    """Nobody of that id is or was employed, or nobody within sight."""


class NumberTaken(Exception):
    """Another person has this number."""


class NumberMalformed(Exception):
    """It cannot be an employee number."""
