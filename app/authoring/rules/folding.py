"""Saves of one block in a row, which a history tells as one line. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.authoring.rules.operations import Edited, Operation

PAUSE: Final = timedelta(minutes=10)
"""Whoever saves again after more than this came back to the block."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change, as far as it matters whether it goes on with the one before.

    Attributes:
        number: From 1.
        by_id: Whose it is.
        at: When.
        is_edit: Whether its author put another text in the place of a block.
        operations: What it consists of.
    """

    number: int
    by_id: uuid.UUID
    at: datetime
    is_edit: bool
    operations: Sequence[Operation]


def folded(steps: Sequence[Step]) -> list[tuple[int, ...]]:
    """Return the numbers of changes, those together that are saves of one block in a row.

    Args:
        steps: In the order in which they were made.
    """
    found: list[list[Step]] = []
    for step in steps:
        if found and _goes_on(found[-1][-1], step):
            found[-1].append(step)
        else:
            found.append([step])
    return [tuple(step.number for step in each) for each in found]


def _goes_on(before: Step, step: Step) -> bool:
    is_same = before.is_edit and step.is_edit and before.by_id == step.by_id
    if not is_same or step.at - before.at > PAUSE or step.number != before.number + 1:
        return False
    match (*before.operations, *step.operations):
        case (Edited(path, left), Edited(other, found)):
            return path == other and left.new == found.old
    return False
