"""Why something is not done with an import."""

from sqlalchemy.exc import NoResultFound


class NoSuchImport(NoResultFound):
    """There is no such import, or none within reach."""


class NotNow(Exception):
    """The import is no longer, or not yet, where this can be done: somebody was quicker."""


class ChangedMeanwhile(Exception):
    """A row no longer holds what it was compared with; nothing was written."""
