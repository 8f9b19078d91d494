"""Why a draft cannot be begun or changed."""

from app.catalog.sources.faults import Fault


class DraftClosed(Exception):
    """The draft was published: it stays as it was."""


class NoSuchSlice(LookupError):
    """The draft has no such file, or its file never had such a slice at that number."""


class FileGone(Exception):
    """Somebody removed the file meanwhile; nothing was changed.

    Attributes:
        path: Where it was.
        mine: The text that was to stand in it.
    """

    def __init__(self, path: str, mine: str) -> None:
        super().__init__(path)
        self.path = path
        self.mine = mine


class NotReadable(Exception):
    """The file has faults that have to be mended in its text first; nothing was changed."""


class Overtaken(Exception):
    """Somebody changed the same thing meanwhile, or it is gone; nothing was changed."""


class CannotUndo(Exception):
    """What the change left behind was changed since; or there was no such change."""


class NotAPackage(Exception):
    """The bytes are no course package, or a part of it cannot be read; nothing was taken."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults
