"""Why a file is not read."""


class Unreadable(Exception):
    """A row or a whole file cannot be read; the message is for its author, in Japanese."""
