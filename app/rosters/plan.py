"""What an import would do: rows to make and to change, and what to show of it. Pure."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.rosters.faults import Fault
from app.rosters.models import FindingKind


class Kind(StrEnum):
    """A table that a roster fills, in the order in which rows are made."""

    ORGANIZATION = "organization"
    YEAR = "year"
    COURSE = "course"
    CLASS = "class"
    USER = "user"
    GUARDIANSHIP = "guardianship"
    POST = "post"
    ENROLLMENT = "enrollment"
    EMPLOYEE = "employee"
    EMPLOYMENT = "employment"


@dataclass(slots=True)
class Change:
    """One row to be made, or whose columns are to be changed.

    Attributes:
        kind: Its table.
        id: Its key.
        before: What the columns hold that change; nothing for a row to be made.
        after: What they are to hold.
        is_made: Whether there is no such row yet.
        person: Whom it tells of.
    """

    kind: Kind
    id: uuid.UUID
    before: dict[str, Any]
    after: dict[str, Any]
    is_made: bool = False
    person: uuid.UUID | None = None


@dataclass(slots=True)
class Finding:
    """What is shown of one person; ``data`` is JSON already, which takes a third of the memory.

    ``order`` sorts within a kind.
    """

    kind: FindingKind
    data: str
    order: tuple[Any, ...] = ()


@dataclass(slots=True)
class Plan:
    """The whole of what an import would do.

    Attributes:
        changes: Rows, in the order in which they can be made.
        findings: What is shown.
        faults: Rows that are left out, and why.
        places: New places, classes and years, by kind.
        left_out: How many rows were left out with others that they refer to.
    """

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    left_out: int = 0
