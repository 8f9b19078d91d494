"""What may not be done to profiles, targets and plans."""


class NotForThePastError(ValueError):
    """A changed profile would hold from a day whose figures were counted already."""
