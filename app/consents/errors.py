"""What can go wrong for a guardian, as exceptions that views turn into sentences."""


class LetterUnusable(Exception):
    """A letter that is unknown, expired or void, or whose reader may not see the child.

    These are never told apart.
    """


class WrongCode(Exception):
    """The code is not the one of the letter."""


class NothingToAnswer(Exception):
    """This person does not answer for that child, or not for this purpose."""


class TextRefused(Exception):
    """A text lacks a part, or its readings are broken; ``faults`` are pairs of part and fault."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        """Keep every fault, so that one answer tells them all."""
        super().__init__(", ".join(part for part, _ in faults))
        self.faults = faults
