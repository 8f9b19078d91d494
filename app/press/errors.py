"""What may go wrong at the press."""


class CannotPrint(Exception):
    """All places are taken, or it took too long; asking again in a moment helps."""
