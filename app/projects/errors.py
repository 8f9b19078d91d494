"""What may not be done in a project."""

import uuid


class NoSuchProject(Exception):
    """There is none, or not for this person."""


class Unvouched(NoSuchProject):
    """They are in it as a mentor alone, and nobody vouches for them today (``vettings``).

    Args:
        project_id: Which.
        places: For which organizations they advise.
    """

    def __init__(self, project_id: uuid.UUID, places: tuple[str, ...]) -> None:
        super().__init__(project_id)
        self.project_id = project_id
        self.places = places


class ProjectRefused(Exception):
    """It cannot be done now; ``fault`` says why, and nothing was."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
