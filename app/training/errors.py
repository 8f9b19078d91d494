"""What goes wrong with training outside."""


class NotNow(Exception):
    """The import is not in a state in which this can be done."""


class ColumnsMissing(Exception):
    """The file lacks columns that the mapping names; ``headings`` are those it lacks."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        super().__init__("、".join(headings))
        self.headings = headings
