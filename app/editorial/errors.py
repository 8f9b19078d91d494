"""What cannot be done in the editorial office; nothing was changed."""


class LastAuthor(Exception):
    """A draft keeps an author: the last one does not leave and is not removed."""


class AlreadyMember(Exception):
    """They take part in the draft already."""


class NotNow(Exception):
    """The review does not stand so that this could be done."""


class Overtaken(Exception):
    """The draft was changed since the page was opened."""


class NoteMissing(Exception):
    """Something has to be written first; ``fields`` says where."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields
