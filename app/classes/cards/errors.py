"""What can go wrong at the door of a class."""


class OutsideHours(Exception):
    """It is no school day, or not its hours, and nobody said that this is meant."""


class CardUnknown(Exception):
    """No child has this card, or may come in by one, or no door of theirs is open."""
