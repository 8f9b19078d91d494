"""Why a document is not written. Nothing was changed in any of these cases."""


class ContentRefused(Exception):
    """It says it is JSON and is not, or the two cannot be merged. HTTP 400."""


class ContentTooLarge(Exception):
    """Merging would make a document larger than any that may be sent. HTTP 413."""


class ConditionFailed(Exception):
    """The document is not, or no longer, what If-Match or If-None-Match asks for. HTTP 412."""


class ConditionMissing(Exception):
    """A PUT came with neither If-Match nor If-None-Match, and needs one of them.

    HTTP 409 where a document would be replaced; 400 where there is none (profiles, 1.0.3).
    """

    def __init__(self, *, exists: bool) -> None:
        super().__init__(
            "there is a document already: look at its present state with GET, and send its ETag"
            " in If-Match to replace it"
            if exists
            else "If-None-Match: * is missing: a new profile is stored only with it"
        )
        self.exists = exists
