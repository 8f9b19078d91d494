"""What may not be found here."""


class NoSuchPortfolio(Exception):
    """There is none, or not for this person."""
