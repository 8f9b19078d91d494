"""Count a day and freeze it; keep what is printed; forget people.

From another package, such as a history that is made up, in one call::

    make(session, as_of=date(2026, 3, 31), by=officer.id, now=now)
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.db import alone
from app.reporting import queries
from app.reporting.contents import content_of, key_of, main_columns, said
from app.reporting.defined import newest
from app.reporting.errors import DayToCome, ReasonNeeded
from app.reporting.frozen import canonical, digest
from app.reporting.models import Report, ReportPerson, ReportPrint
from app.reporting.rules import Facts, Form, fiscal_year_begins, reasons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.reporting.contents import Column, Content

TURN = 7_316_237
"""Who freezes a report."""
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What a report would say, with nothing kept of it.

    Attributes:
        content: Its content.
        counted: Person → {place in the content's lists: times}.
        home: Person → the place they are listed under.
    """

    content: "Content"
    counted: "Mapping[str, Mapping[str, int]]"
    home: "Mapping[str, str]"


def draft(session: "Session", *, as_of: date, since: date | None, now: "datetime") -> Draft:
    """Count a day, and compare it with the reports before; nothing is kept.

    Args:
        session: A session.
        as_of: The day; today at the latest.
        since: The first day of the period; that of the fiscal year where None.
        now: The present instant.

    Raises:
        DayToCome: The day is not there yet, or the period begins after it.
    """
    today, since = day_of(now), since or fiscal_year_begins(as_of)
    if as_of > today or since > as_of:
        raise DayToCome
    facts = queries.facts_on(session, as_of, since=since, today=today)
    content, counted = content_of(facts)
    replaces, before = queries.standing_on(session, as_of), queries.before(session, as_of)
    if before is not None:
        recounted = queries.facts_on(session, before.as_of, since=before.since, today=today)
        content["compared"].append(_compared(session, before, recounted, facts))
    if replaces is not None:
        recounted = facts
        if replaces.since != since:
            recounted = queries.facts_on(session, as_of, since=replaces.since, today=today)
        content["compared"].append(_compared(session, replaces, recounted, facts))
    return Draft(content, counted, facts.home)


def make(
    session: "Session",
    *,
    as_of: date,
    by: uuid.UUID | None,
    now: "datetime",
    since: date | None = None,
    reason: str = "",
) -> Report:
    """Count a day and freeze what it says.

    Where there is a report of that day already, the new one replaces it and says why.

    Args:
        session: The caller's transaction.
        as_of: The day; today at the latest.
        by: Who makes it; None for the command line.
        now: The present instant.
        since: The first day of the period over which completions count; that of the fiscal year
            where None.
        reason: Why it replaces the one before.

    Raises:
        DayToCome: The day is not there yet, or the period begins after it.
        ReasonNeeded: There is a report of that day, and no reason was given.
    """
    found = draft(session, as_of=as_of, since=since, now=now)
    return freeze(session, found, by=by, now=now, reason=reason)


def freeze(
    session: "Session", found: Draft, *, by: uuid.UUID | None, now: "datetime", reason: str = ""
) -> Report:
    """Keep for good what was counted; see ``make``, which does both.

    A correction that says the very same as the report that it would replace, for the same reason,
    is a button that was pressed twice: the report that is there is returned.

    Raises:
        ReasonNeeded: There is a report of that day, and no reason was given.
    """
    as_of = date.fromisoformat(found.content["as_of"])
    alone(session, TURN)
    replaces = queries.standing_on(session, as_of)
    if replaces is not None and not reason:
        raise ReasonNeeded
    if replaces is not None and replaces.reason == reason and _is_same(replaces, found.content):
        return replaces
    text = canonical(found.content)
    row = Report(
        as_of=as_of,
        since=date.fromisoformat(found.content["since"]),
        number=replaces.number + 1 if replaces else 1,
        content=text,
        sha256=digest(text.encode()),
        made_on=day_of(now),
        made_at=now,
        made_by_id=by,
        replaces_id=replaces.id if replaces else None,
        reason=reason if replaces else "",
    )
    session.add(row)
    session.flush()
    _keep_people(session, row.id, found)
    told = {"report": str(row.id), "day": as_of.isoformat(), "people": len(found.counted)}
    audit.record(session, "reporting.made", now=now, by=by, details=told)
    return row


def note_opened(
    session: "Session", row: Report, *, figure: str, people: int, by: uuid.UUID, now: "datetime"
) -> None:
    """Note that somebody opened the people behind a figure."""
    told = {"report": str(row.id), "figure": figure, "people": people}
    audit.record(session, "reporting.opened", now=now, by=by, details=told)


def note_taken(
    session: "Session", row: Report, form: Form, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Note that somebody took a report along as a file."""
    told = {"report": str(row.id), "form": str(form)}
    audit.record(session, "reporting.taken", now=now, by=by, details=told)


def keep(session: "Session", row: Report, form: Form, data: bytes, *, now: "datetime") -> bytes:
    """Keep a file that was made of a report, and return the one that counts: the first."""
    kept = queries.kept(session, row.id, form)
    if kept is not None:
        return kept
    session.add(
        ReportPrint(
            report_id=row.id, form=form, data=data, sha256=digest(data), made_on=day_of(now)
        )
    )
    session.flush()
    return data


def forget(session: "Session", person_id: uuid.UUID) -> None:
    """Take somebody from behind the figures, which stay as they are; idempotent."""
    session.execute(
        sa.delete(ReportPerson)
        .where(ReportPerson.person_id == person_id)
        .execution_options(synchronize_session=False)
    )


def _is_same(row: Report, content: "Content") -> bool:
    """Say whether a report tells what was counted, whatever it is compared with."""
    kept: Content = json.loads(row.content)
    return {**kept, "compared": []} == {**content, "compared": []}


def _keep_people(session: "Session", report_id: uuid.UUID, found: Draft) -> None:
    rows = [
        {
            "report_id": report_id,
            "person_id": uuid.UUID(person),
            "place_id": uuid.UUID(found.home[person]) if person in found.home else None,
            "counted": dict(counted),
        }
        for person, counted in sorted(found.counted.items())
    ]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(sa.insert(ReportPerson), rows[start : start + _AT_ONCE])


def _compared(session: "Session", row: Report, recounted: Facts, now: Facts) -> dict[str, Any]:
    """Hold figures against those of an earlier report, and against that day counted again."""
    content, people = json.loads(row.content), queries.counted_in(session, row.id)
    printed, again, here = (
        {key_of(one): one["cell"].get("n") for one in each["main"]}
        for each in (content, content_of(recounted)[0], content_of(now)[0])
    )
    place = {code: str(at) for at, code in enumerate(content["lists"])}

    def then(code: str) -> dict[str, int]:
        key = place.get(code, "")
        return {person: times[key] for person, times in people.items() if key in times}

    def difference(column: "Column") -> dict[str, Any]:
        told: dict[str, Any] = {"figure": column.figure}
        if column.name is not None:
            told["name"] = said(column.name)
        key = key_of(told)
        told |= {"now": here[key], "printed": printed.get(key), "recounted": again.get(key)}
        if None in (told["now"], told["printed"], told["recounted"]):
            return told  # there was none, or too few to tell
        is_new = content["definitions"][column.figure] != newest()[column.figure].version
        why = reasons(
            told["printed"],
            _weighed(then(column.code), column),
            _weighed(recounted.people(column.code), column),
            known_before=then("staff"),
            known_after=recounted.people("staff"),
        )
        told["why"] = [[str(one), n] for one, n in why]
        return told | ({"definition": True} if is_new else {})

    return {
        "report": str(row.id),
        "as_of": row.as_of.isoformat(),
        "number": row.number,
        "rows": [difference(one) for one in main_columns(now)],
    }


def _weighed(people: "Mapping[str, int]", column: "Column") -> "Mapping[str, int]":
    """Return how often each person counts for a column: once, unless it adds up the times."""
    return people if column.times else dict.fromkeys(people, 1)
