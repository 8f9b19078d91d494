"""Tables of the made-up city hall, year after year, brought in as real ones are."""

from typing import TYPE_CHECKING

from app.db import reading, transaction
from app.demo.cast import Stage
from app.personnel import queries as personnel
from app.rosters import service
from app.rosters.madeup.city import DEPARTMENTS, city_roster, transfer_roster

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOVED, HIRED = 24, 6
"""How many change section on an April 1, and how many begin."""
NEW_LOGINS, NEW_NUMBERS = {1: 401, 0: 501}, {1: 130_101, 0: 130_201}
"""From where on those are numbered who were hired so many years ago."""
PROMOTED = {"主事": "主任", "主任": "主査"}
"""What becomes of a title with the transfer."""


def bring(
    name: str, data: bytes, place: "uuid.UUID", *, by: "uuid.UUID | None", now: "datetime"
) -> int:
    """Take a table in, whole; return how many rows it was about.

    Args:
        name: Of the file.
        data: The table.
        place: Whose roster it is.
        by: Who brings it.
        now: The instant.

    Raises:
        ValueError: A row has a fault: the story is wrong.
    """
    with transaction() as session:
        kept = service.keep_roster(session, name, data, place, by=by, now=now).id
    found = service.compare(reading(), kept, now=now)
    if found.plan.faults:
        raise ValueError([(one.line, one.flaw, one.value) for one in found.plan.faults[:5]])
    with transaction() as session:
        service.keep_comparison(session, kept, found)
    if not found.plan.changes:
        with transaction() as session:
            service.cancel(session, kept)
        return 0
    ready = service.prepare(reading(), kept, found.plan, now=now, is_demo=True)
    with transaction() as session:
        service.approve(session, kept, by=by, now=now)
        service.apply(session, kept, ready, now=now)
    return len(found.plan.findings)


def first_table(stage: Stage) -> bytes:
    """Return the city hall as it was when the story begins."""
    return city_roster(on=stage.day)


def transfers(stage: Stage) -> bytes:
    """Return what changes on an April 1: who moves, who is promoted, who begins."""
    back = _years_back(stage)
    movable = [one for one in stage.some(MOVED * 2) if not one.is_head][:MOVED]
    known = personnel.employment_of(stage.session, [one.id for one in movable], stage.day)
    moved = [
        (
            known[one.id].number,
            stage.hand.choice([path for path in DEPARTMENTS if one.place not in path]),
            PROMOTED.get(one.title, one.title),
        )
        for one in movable
    ]
    hired = [
        (
            f"{NEW_NUMBERS[back] + place}",
            DEPARTMENTS[(place * 2 + back) % len(DEPARTMENTS)],
            f"s{NEW_LOGINS[back] + place:04d}",
        )
        for place in range(HIRED)
    ]
    return transfer_roster(moved, hired, on=stage.day, hand=stage.hand)


def _years_back(stage: Stage) -> int:
    return stage.calendar.day(0, 4, 1).year - stage.day.year
