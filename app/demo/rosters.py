"""Tables of the made-up city hall, year after year, brought in as real ones are."""

from typing import TYPE_CHECKING

from app.db import reading, transaction
from app.demo.cast import Stage
from app.personnel import queries as personnel
from app.rosters import service
from app.rosters.madeup.city import DEPARTMENTS, city_roster
from app.rosters.madeup.names import a_name
from app.rosters.simple import headings as h
from app.sheets.text import written_csv

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOVED, HIRED = 24, 6
"""How many change section on an April 1, and how many begin."""
_FIRST_NEW = {1: 401, 0: 501}
"""From which login on those are named who were hired so many years ago."""


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
    years_back = _years_back(stage)
    rows: list[dict[str, str]] = []
    movable = [one for one in stage.some(MOVED * 2) if not one.is_head][:MOVED]
    known = personnel.employment_of(stage.session, [one.id for one in movable], stage.day)
    for one in movable:
        elsewhere = stage.hand.choice([path for path in DEPARTMENTS if one.place not in path])
        rows.append(
            {
                h.EMPLOYEE: known[one.id].number,
                h.PLACE: elsewhere,
                h.ROLE: "職員",
                h.TITLE: {"主事": "主任", "主任": "主査"}.get(one.title, one.title),
                h.MAIN: "主務",
            }
        )
    for place in range(HIRED):
        login = f"s{_FIRST_NEW[years_back] + place:04d}"
        name = a_name(stage.hand, is_child=False)
        rows.append(
            {
                h.PLACE: DEPARTMENTS[(place * 2 + years_back) % len(DEPARTMENTS)],
                h.FAMILY: name.family,
                h.GIVEN: name.given,
                h.FAMILY_KANA: name.family_kana,
                h.GIVEN_KANA: name.given_kana,
                h.ROLE: "職員",
                h.TITLE: "主事",
                h.MAIN: "主務",
                h.LOGIN: login,
                h.EMPLOYEE: f"{130_001 + (2 - years_back) * 100 + place}",
                h.KIND: "常勤",
                h.JOB_GRADE: "1級1号給",
                h.RANK: "主事",
                h.HIRED: stage.day.isoformat(),
            }
        )
    for row in rows:
        row[h.EFFECTIVE] = stage.day.isoformat()
    return written_csv([h.HEADINGS, *([row.get(name, "") for name in h.HEADINGS] for row in rows)])


def _years_back(stage: Stage) -> int:
    return stage.calendar.day(0, 4, 1).year - stage.day.year
