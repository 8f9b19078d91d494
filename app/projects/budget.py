"""The steps of a budget as data: what stands in ``data/budget.toml``. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from app.i18n.dates import FISCAL_YEAR_STARTS_IN


@dataclass(frozen=True, slots=True)
class StepText:
    """One step, in two languages, and its usual day."""

    key: str
    names: Mapping[str, str]
    years: int
    month: int
    day: int

    def usual_day(self, year: int) -> date:
        """Return the usual day of the step in the budget of a fiscal year."""
        began = year + self.years
        return date(began + (self.month < FISCAL_YEAR_STARTS_IN), self.month, self.day)


@cache
def steps() -> tuple[StepText, ...]:
    """Return the steps in their order."""
    told = tomllib.loads((files(__package__) / "data" / "budget.toml").read_text("utf-8"))
    return tuple(
        StepText(
            one["key"],
            {"ja": one["ja"], "en": one["en"]},
            one["years"],
            one["month"],
            one["day"],
        )
        for one in told["step"]
    )


def step(key: str) -> StepText:
    """Return one step.

    Raises:
        KeyError: There is none of this key.
    """
    return {one.key: one for one in steps()}[key]
