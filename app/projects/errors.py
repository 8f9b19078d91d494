"""What may not be done in a project."""


class NoSuchProject(Exception):
    """There is none, or not for this person."""


class ProjectRefused(Exception):
    """It cannot be done now; ``fault`` says why, and nothing was."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
