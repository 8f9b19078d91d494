"""Why something is not done with an entry."""

from sqlalchemy.exc import NoResultFound


class NoSuchEntry(NoResultFound):
    """There is none of that id, or none that is theirs to read: the two look alike."""
