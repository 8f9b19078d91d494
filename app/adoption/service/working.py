"""After 反映します: money asked for and decided, work, the day of use, and what it did."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.adoption import rules
from app.adoption.errors import AdoptionRefused
from app.adoption.models import Adoption, AdoptionMeasure
from app.adoption.rules import HUNDRED, Move
from app.adoption.service.steps import Officer, Seen, held, keep
from app.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was counted, before and after, in which time, and how."""

    label: str
    after: str
    unit: str
    period: str
    counted: str
    before: str = ""


def request_money(
    session: "Session",
    seen: Seen,
    *,
    year: int,
    yen: int,
    next_on: date,
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Note that the department asked for money; it promises nothing.

    Args:
        session: The unit of work.
        seen: Which, as the form saw it.
        year: The fiscal year that is budgeted for.
        yen: How much; more than nothing.
        next_on: When the team is told again.
        by: Who says so.
        now: The present instant.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``moved``, ``not_now``, ``day``.
    """
    row = held(session, seen, Move.REQUEST)
    _to_come(next_on, now=now)
    row.state = rules.lands(row.standing, Move.REQUEST)
    row.budget_year, row.requested_yen, row.requested_on = year, yen, day_of(now)
    row.decided_yen, row.decided_on, row.next_on = None, None, next_on
    facts = {"year": year, "yen": yen, "next_on": next_on.isoformat()}
    keep(session, row, Move.REQUEST, by=by, now=now, facts=facts)
    return row


def decide_money(
    session: "Session",
    seen: Seen,
    *,
    yen: int,
    next_on: date,
    text: str,
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Note what was decided on the money asked for; 0 yen leaves the answer as it is.

    Arguments and errors as in ``request_money``.
    """
    row = held(session, seen, Move.DECIDE)
    _to_come(next_on, now=now)
    asked = row.requested_yen
    row.state = rules.lands(row.standing, Move.DECIDE, yen=yen)
    row.decided_yen, row.decided_on, row.next_on = yen, day_of(now), next_on
    facts = {"year": row.budget_year, "yen": yen, "asked": asked, "next_on": next_on.isoformat()}
    keep(session, row, Move.DECIDE, by=by, now=now, text=text, facts=facts)
    return row


def report_progress(
    session: "Session",
    seen: Seen,
    *,
    percent: int,
    next_on: date,
    text: str,
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Tell how far the work is, 0 to 100 per cent; it may go back, with a word why.

    Arguments and errors as in ``request_money``.
    """
    row = held(session, seen, Move.PROGRESS)
    _to_come(next_on, now=now)
    row.state = rules.lands(row.standing, Move.PROGRESS)
    row.percent, row.next_on = min(max(percent, 0), HUNDRED), next_on
    facts = {"percent": row.percent, "next_on": next_on.isoformat()}
    keep(session, row, Move.PROGRESS, by=by, now=now, text=text, facts=facts)
    return row


def put_in_service(
    session: "Session",
    seen: Seen,
    *,
    on: date,
    became: str,
    next_on: date,
    text: str,
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Tell that it is used from a day on, and how the sentence reads now.

    Args:
        session: The unit of work.
        seen: Which, as the form saw it.
        on: The day; today or before.
        became: The sentence as it became; empty where no sentence changed.
        next_on: When it is measured.
        text: What changed, in words.
        by: Who says so.
        now: The present instant.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``moved``, ``not_now``, ``day`` (of use to come, or next day not to come).
    """
    row = held(session, seen, Move.SERVE)
    _to_come(next_on, now=now)
    if on > day_of(now):
        raise AdoptionRefused("day")
    row.state = rules.lands(row.standing, Move.SERVE)
    row.in_service_on, row.became, row.percent, row.next_on = on, became, HUNDRED, next_on
    facts: dict[str, object] = {"on": on.isoformat(), "next_on": next_on.isoformat()}
    if became:
        facts |= {"before": row.before, "after": became}
    keep(session, row, Move.SERVE, by=by, now=now, text=text, facts=facts)
    return row


def measure(
    session: "Session",
    seen: Seen,
    figures: "Sequence[Figure]",
    *,
    next_on: date | None,
    text: str,
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Tell what it did, in figures; those told before stay.

    Arguments and errors as in ``request_money``; ``next_on`` is None where nothing follows.
    """
    row = held(session, seen, Move.MEASURE)
    if next_on is not None:
        _to_come(next_on, now=now)
    first = session.scalar(sa.select(sa.func.count()).where(AdoptionMeasure.adoption_id == row.id))
    session.add_all(
        AdoptionMeasure(
            adoption_id=row.id,
            position=(first or 0) + place,
            label=one.label,
            before=one.before,
            after=one.after,
            unit=one.unit,
            period=one.period,
            counted=one.counted,
            on_day=day_of(now),
        )
        for place, one in enumerate(figures)
    )
    row.state, row.next_on = rules.lands(row.standing, Move.MEASURE), next_on
    facts = {"figures": len(figures), "next_on": next_on.isoformat() if next_on else None}
    keep(session, row, Move.MEASURE, by=by, now=now, text=text, facts=facts)
    return row


def tell_news(
    session: "Session",
    seen: Seen,
    *,
    text: str,
    next_on: date | None,
    by: Officer,
    now: "datetime",
) -> Adoption:
    """Tell how it stands, though nothing moved: the day for that was promised.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``nothing_said`` (「検討中です」 is no news), ``day`` (not to come;
            or none, where more is to be told), ``moved``, ``not_now``.
    """
    row = held(session, seen, Move.NEWS)
    if rules.says_nothing(text):
        raise AdoptionRefused("nothing_said")
    if next_on is not None:
        _to_come(next_on, now=now)
    elif not rules.may_end(row.standing):
        raise AdoptionRefused("day")
    row.next_on = next_on
    facts = {"next_on": next_on.isoformat() if next_on else None}
    keep(session, row, Move.NEWS, by=by, now=now, text=text, facts=facts)
    return row


def _to_come(day: date, *, now: "datetime") -> None:
    if day <= day_of(now):
        raise AdoptionRefused("day")
