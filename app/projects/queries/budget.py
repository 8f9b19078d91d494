"""The city's budget calendar: the days that were entered, and the usual ones for the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.projects.budget import StepText, step, steps
from app.projects.models import BudgetDate
from app.projects.rules import REQUEST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a budget.

    Attributes:
        text: Its words.
        title: The city's own word for it; empty for ours.
        on: The day.
        is_sure: Whether somebody entered the day; else it is the usual one.
    """

    text: StepText
    title: str
    on: date
    is_sure: bool


def calendars(session: "Session", *years: int) -> dict[int, tuple[Step, ...]]:
    """Return the calendar of some fiscal years' budgets, in one query."""
    rows = session.scalars(sa.select(BudgetDate).where(BudgetDate.year.in_(years)))
    entered = {(row.year, row.step): row for row in rows}
    return {year: tuple(_step(one, year, entered) for one in steps()) for year in years}


def request_days(session: "Session") -> Callable[[int], date]:
    """Return what tells the request day of any fiscal year's budget; one query."""
    rows = session.scalars(sa.select(BudgetDate).where(BudgetDate.step == REQUEST))
    entered = {row.year: row.on_day for row in rows}
    usual = step(REQUEST).usual_day
    return lambda year: entered.get(year) or usual(year)


def _step(one: StepText, year: int, entered: Mapping[tuple[int, str], BudgetDate]) -> Step:
    row = entered.get((year, one.key))
    if row is None:
        return Step(one, "", one.usual_day(year), is_sure=False)
    return Step(one, row.title, row.on_day, is_sure=True)
