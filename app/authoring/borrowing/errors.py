"""Why nothing is borrowed."""


class NothingChosen(Exception):
    """None of the chosen blocks is there, or can be lent."""
