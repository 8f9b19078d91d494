"""What can go wrong with a framework."""


class UnknownFrameworkError(LookupError):
    """No file defines this framework and version."""


class UnknownItemError(LookupError):
    """The framework exists in no such version, or has no item of this code."""


class FaultyFrameworkError(ValueError):
    """A data file breaks a rule of the format; the message names file and place."""


class NotRenamableError(ValueError):
    """The names are a publisher's: the city gives none of its own."""


class NameTakenError(ValueError):
    """Another item of the framework is called so; ``language`` is ``ja`` or ``en``."""

    def __init__(self, language: str) -> None:
        """Remember in which language."""
        super().__init__(language)
        self.language = language
