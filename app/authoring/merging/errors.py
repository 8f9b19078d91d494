"""Why a newer version was not brought into a draft."""


class NothingNewer(Exception):
    """The draft stands on what is published now."""


class NotChosen(Exception):
    """Of some conflicts nothing was chosen; ``ids`` are their names. Nothing was changed."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids
