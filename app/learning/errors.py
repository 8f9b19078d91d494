"""What can go wrong in learning, each with a kind page or sentence of its own."""


class ResponseUnknown(Exception):
    """An answer named something the question does not offer; nothing was recorded."""


class AnswerTooLate(Exception):
    """No more tries are left, or the next is not due yet; nothing was recorded."""
