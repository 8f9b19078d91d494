"""Days of stages and of the city's budget, and milestones."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Optional

from app.projects.forms.charter import longest
from app.projects.words import told
from app.ui.fields import DayField, LineField
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.projects.models import Milestone
    from app.projects.queries import StageView, Step

DAY, TITLE = "day_", "title_"
"""How the names of fields begin, before the key of a stage or a step."""
_NEEDED = InputRequired(_l("日付を入れてください。"))


class MilestoneForm(FlaskForm):
    """A day that the team has in sight."""

    title = LineField(_l("節目"), [DataRequired(_l("何をするかを入れてください。")), longest(80)])
    due_on = DayField(_l("いつまでに"), [_NEEDED])

    @classmethod
    def of(cls, row: "Milestone | None") -> "MilestoneForm":
        """Return a form, with what stands there now."""
        return cls() if row is None else cls(data={"title": row.title, "due_on": row.due_on})


class DaysForm(FlaskForm):
    """A day for each of several keys; each subclass has the fields of its keys."""

    def days(self) -> dict[str, date | None]:
        """Return the days by key; only after ``validate``."""
        return {
            field.short_name.removeprefix(DAY): field.data
            for field in self
            if field.short_name.startswith(DAY)
        }


def stages_form(stages: "Iterable[StageView]") -> DaysForm:
    """Return a form with a day for each stage that was not passed."""
    asked = [one for one in stages if one.row.passed_on is None]
    fields = {f"{DAY}{one.row.key}": DayField(told(one.text.names), [Optional()]) for one in asked}
    return _made(fields, {f"{DAY}{one.row.key}": one.row.due_on for one in asked})


class BudgetForm(DaysForm):
    """The days of a budget, with the city's own words for its steps."""

    def entered(self) -> dict[str, tuple[str, date]]:
        """Return the word and the day of each step; only after ``validate``."""
        return {
            key: ((self[f"{TITLE}{key}"].data or "").strip(), day)
            for key, day in self.days().items()
            if day is not None
        }


def budget_form(steps: "Iterable[Step]") -> BudgetForm:
    """Return a form with the word and the day of each step."""
    fields: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for one in steps:
        key, name = one.text.key, told(one.text.names)
        fields[f"{DAY}{key}"] = DayField(_l("%(step)sの日", step=name), [_NEEDED])
        fields[f"{TITLE}{key}"] = LineField(
            _l("%(step)sの、市での呼び方（あれば）", step=name), [longest(60)]
        )
        known |= {f"{DAY}{key}": one.on, f"{TITLE}{key}": one.title}
    form: BudgetForm = type("BudgetFormOfSteps", (BudgetForm,), fields)(data=known)
    return form


def _made(fields: Mapping[str, Any], known: Mapping[str, Any]) -> DaysForm:
    form: DaysForm = type("DaysFormOfKeys", (DaysForm,), dict(fields))(data=known)
    return form
