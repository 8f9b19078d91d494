"""What can go wrong with a framework."""


class UnknownFrameworkError(LookupError):
    """No file defines this framework and version."""


class UnknownItemError(LookupError):
    """The framework exists in no such version, or has no item of this code."""


class FaultyFrameworkError(ValueError):
    """A data file breaks a rule of the format; the message names file and place."""
