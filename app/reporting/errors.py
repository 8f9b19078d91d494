"""What keeps a report from being made."""


class DayToCome(Exception):
    """The day is not over yet, or the period begins after it."""


class ReasonNeeded(Exception):
    """There is a report of that day: a corrected one says why."""
