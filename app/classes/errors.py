"""What can be wrong with a place in a class, as exceptions that views turn into sentences."""


class EnrollmentRefused(Exception):
    """``why`` is one of: dates, year, again, homeroom, same."""

    def __init__(self, why: str) -> None:
        """Keep why, for the page to say.

        Args:
            why: ``dates`` (the end is before the beginning), ``year`` (outside of the class's
                school year), ``again`` (in this class already), ``homeroom`` (a pupil has one
                homeroom at a time), ``same`` (it is the same class or school).
        """
        super().__init__(why)
        self.why = why


class ClassesChanged(Exception):
    """Somebody has built on it in between; ``what`` says on how many things."""

    def __init__(self, what: int) -> None:
        """Keep how many rows are no more as they were left."""
        super().__init__(f"{what} rows were changed since")
        self.what = what
