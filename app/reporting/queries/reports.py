"""The reports that were made, and who is behind their figures."""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.identity.models import User
from app.reporting.contents import NOWHERE
from app.reporting.defined import newest
from app.reporting.finding import Told
from app.reporting.models import Report, ReportPerson, ReportPrint
from app.reporting.rules import Form
from app.talent.queries import staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.reporting.contents import Content

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the list. ``by`` is empty for the command line and for whoever is erased."""

    id: uuid.UUID
    as_of: date
    since: date
    number: int
    made_on: date
    by: str
    reason: str
    is_replaced: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A report with what it says.

    Attributes:
        row: The report.
        content: As it was frozen.
        by: Who made it; empty for the command line and for whoever is erased.
        replaced_by: The report that took its place, and why; None while it stands.
    """

    row: Report
    content: "Content"
    by: str
    replaced_by: "tuple[uuid.UUID, date, str] | None"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody behind a figure. ``place`` as it was called then; ``times`` they count.

    ``has_sheet``: whether they are of the staff today, and so have a sheet to open.
    """

    id: uuid.UUID
    name: str
    place: str
    times: int
    has_sheet: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the people behind a figure, in the order of the day; from page 1.

    ``figure`` is what was frozen; ``gone`` of its people, or times, are known no more.
    """

    people: tuple[Person, ...]
    figure: int
    count: int
    gone: int
    page: int
    pages: int


def listed(session: "Session") -> list[Line]:
    """Return every report, the newest day first, and of a day the newest report first."""
    later = aliased(Report)
    rows = session.execute(
        sa.select(
            *(Report.id, Report.as_of, Report.since, Report.number, Report.made_on),
            *(Report.reason, User, later.id),
        )
        .outerjoin(User, User.id == Report.made_by_id)
        .outerjoin(later, later.replaces_id == Report.id)
        .order_by(Report.as_of.desc(), Report.number.desc())
    )
    return [
        Line(id_, as_of, since, number, made_on, by.name if by else "", reason, bool(replaced))
        for id_, as_of, since, number, made_on, reason, by, replaced in rows
    ]


def one_report(session: "Session", report_id: uuid.UUID) -> Listed:
    """Return a report; one query.

    Raises:
        NoResultFound: There is none.
    """
    later = aliased(Report)
    row = session.execute(
        sa.select(Report, User, later.id, later.made_on, later.reason)
        .outerjoin(User, User.id == Report.made_by_id)
        .outerjoin(later, later.replaces_id == Report.id)
        .where(Report.id == report_id)
    ).one()
    report, by, later_id, made_on, reason = row
    return Listed(
        row=report,
        content=json.loads(report.content),
        by=by.name if by else "",
        replaced_by=(later_id, made_on, reason) if later_id else None,
    )


def standing_on(session: "Session", as_of: date) -> Report | None:
    """Return the report of a day that none has replaced."""
    return session.scalars(
        sa.select(Report).where(Report.as_of == as_of).order_by(Report.number.desc()).limit(1)
    ).first()


def before(session: "Session", as_of: date) -> Report | None:
    """Return the standing report of the last day before this one that has one."""
    return session.scalars(
        sa.select(Report)
        .where(Report.as_of < as_of)
        .order_by(Report.as_of.desc(), Report.number.desc())
        .limit(1)
    ).first()


def counted_in(session: "Session", report_id: uuid.UUID) -> dict[str, dict[str, int]]:
    """Return who is still known of those behind a report: person → {place in lists: times}."""
    rows = session.execute(
        sa.select(ReportPerson.person_id, ReportPerson.counted).where(
            ReportPerson.report_id == report_id
        )
    )
    return {str(person): counted for person, counted in rows}


def behind(
    session: "Session",
    found: Listed,
    told: Told,
    *,
    page: int = 1,
    today: date,
) -> Behind:
    """Return a page of the people behind a figure; two queries. ``page`` is clamped."""
    inside = _inside(found.content, told.cell.get("place", ""))
    rank = {uuid.UUID(one["id"]): n for n, one in enumerate(found.content["places"])}
    names = {uuid.UUID(one["id"]): one["path"] for one in found.content["places"]}
    rows = session.execute(
        sa.select(User, ReportPerson.place_id, ReportPerson.counted)
        .join(ReportPerson, ReportPerson.person_id == User.id)
        .where(ReportPerson.report_id == found.row.id)
        .order_by(User.name_order, User.id)
    )
    key = str(told.cell["list"])
    people = [
        (user, place, counted[key])
        for user, place, counted in rows
        if key in counted and (inside is None or str(place) in inside)
    ]
    nowhere = len(rank)
    people.sort(key=lambda one: nowhere if one[1] is None else rank.get(one[1], nowhere))
    pages = max(1, -(-len(people) // A_PAGE))
    page = min(max(page, 1), pages)
    some = people[(page - 1) * A_PAGE : page * A_PAGE]
    known = _with_sheets(session, [user.id for user, _, _ in some], today)
    is_times = newest()[told.figure].is_times
    known_still = sum(times for _, _, times in people) if is_times else len(people)
    return Behind(
        people=tuple(
            Person(
                user.id, user.name, names.get(place, "") if place else "", times, user.id in known
            )
            for user, place, times in some
        ),
        figure=told.cell["n"],
        count=len(people),
        gone=max(told.cell["n"] - known_still, 0),
        page=page,
        pages=pages,
    )


def kept(session: "Session", report_id: uuid.UUID, form: Form) -> bytes | None:
    """Return what was printed of a report; None where nothing was yet."""
    return session.scalar(
        sa.select(ReportPrint.data).where(
            ReportPrint.report_id == report_id, ReportPrint.form == form
        )
    )


def _inside(content: "Content", department: str) -> frozenset[str] | None:
    """Return a department and what is below it, as they were; None for the whole city."""
    if not department:
        return None
    if department == NOWHERE:
        return frozenset({str(None)})
    inside, depth = set(), None
    for one in content["places"]:
        if one["id"] == department:
            depth = one["depth"]
            inside.add(one["id"])
        elif depth is not None:
            if one["depth"] <= depth:
                break
            inside.add(one["id"])
    return frozenset(inside)


def _with_sheets(
    session: "Session", ids: "list[uuid.UUID]", today: date
) -> "frozenset[uuid.UUID]":
    home = staff.homes(today)
    return frozenset(session.scalars(sa.select(home.c.user_id).where(home.c.user_id.in_(ids))))
