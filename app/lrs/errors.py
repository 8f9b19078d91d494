"""Why a statement is not stored."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from app.xapi.validate import Fault


class StatementInvalid(Exception):
    """It breaks rules of xAPI; ``faults`` has every one, with its path. HTTP 400."""

    def __init__(self, faults: "Sequence[Fault]") -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class StatementConflict(Exception):
    """A statement with this id says something else already. HTTP 409."""

    def __init__(self, statement_id: "uuid.UUID") -> None:
        super().__init__(f"another statement has the id {statement_id} already")
        self.statement_id = statement_id


class WordsCollide(Exception):
    """Two words have one key (see the package's decisions); the second cannot be stored."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"{new!r} has the key of {old!r}")


class StatementRace(Exception):
    """Another transaction has stored a statement with the same id meanwhile. Do it again."""


class VoidingRefused(Exception):
    """A voiding is for whoever vouches for the voided statement. HTTP 403."""

    def __init__(self, statement_id: "uuid.UUID") -> None:
        super().__init__(f"the statement {statement_id} is not the sender's to void")
        self.statement_id = statement_id
