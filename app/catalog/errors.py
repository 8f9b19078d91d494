"""What can go wrong when courses are published or read."""

from app.catalog.sources.faults import Fault


class CourseFaulty(Exception):
    """The course has faults and was not published; ``faults`` lists every one."""

    def __init__(self, slug: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{slug}: {len(faults)} faults")
        self.slug = slug
        self.faults = faults


class Immutable(Exception):
    """Something tried to change a published version; publish a new one instead."""


class NotInCatalog(LookupError):
    """No such course, version, lesson or step."""
