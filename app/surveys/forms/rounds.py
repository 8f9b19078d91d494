"""A round as HR writes it; what the addresses of results may ask for."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.frameworks import queries as frameworks
from app.i18n.dates import era_year, fiscal_year
from app.surveys.queries import Choice
from app.surveys.rules import BOUNDS, REACHED
from app.surveys.service import Terms
from app.surveys.wording import FIRST_FIVE
from app.ui.fields import DayField, LineField, ProseField
from app.ui.page import whole_number
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.frameworks.models import Framework
    from app.surveys.models import SurveyRound

FAMILY = "dss-l@"
ALL, FIVE = "all", "five"
USUAL = timedelta(days=20)
WHY: Mapping[str, Any] = {
    "nobody": _l("答えてもらう職員が、名簿にいません。"),
    "opened": _l("もう始まっているので、変えられません。"),
    "not_open": _l("いま開いている自己チェックではありません。"),
    "past": _l("今日か、それよりあとの日にしてください。"),
}


def framework() -> "Framework":
    """Return the literacy standard that is asked about: its newest version on file."""
    refs = [ref for ref in frameworks.framework_refs() if ref.startswith(FAMILY)]
    return frameworks.framework(max(refs, key=lambda ref: [*map(int, ref[6:].split("."))]))


class RoundForm(FlaskForm):
    """What is asked, from when until when."""

    name = LineField(
        _l("名前"),
        [
            DataRequired(_l("名前を入れてください。")),
            Length(max=80, message=_l("80文字までにしてください。")),
        ],
    )
    items = SelectMultipleField(
        _l("たずねる項目"),
        [DataRequired(_l("項目を1つ以上選んでください。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    opens_on = DayField(_l("始まる日"), [InputRequired(_l("日付を入れてください。"))])
    closes_on = DayField(_l("終わりの日"), [InputRequired(_l("日付を入れてください。"))])
    text = ProseField(
        _l("答える人へのひとこと"),
        [Length(max=1000, message=_l("1000文字までにしてください。"))],
    )

    earliest: date = date.min

    @classmethod
    def of(cls, row: "SurveyRound | None", *, today: date, items: str = FIVE) -> "RoundForm":
        """Return the form of a round, or of a new one with what is usual filled in."""
        known = framework().items
        if row is not None:
            form = cls(
                name=row.name, items=row.items, opens_on=row.opens_on, closes_on=row.closes_on,
                text=row.text,
            )  # fmt: skip
        else:
            asked = [one.ref for one in known if items == ALL or one.code in FIRST_FIVE]
            form = cls(
                name=str(usual_name(today)), items=asked, opens_on=today, closes_on=today + USUAL
            )
        form.items.choices = [
            (one.ref, f"{one.code} {one.label.of(reader().locale)}") for one in known
        ]
        form.earliest = today
        return form

    def terms(self) -> Terms:
        """Return what was sent; call it after ``validate()``."""
        chosen = set(self.items.data)
        return Terms(
            name=self.name.data.strip(),
            items=tuple(one.ref for one in framework().items if one.ref in chosen),
            text=(self.text.data or "").strip(),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
        )

    def validate_items(self, field: SelectMultipleField) -> None:
        """Only items of the standard."""
        if not set(field.data) <= {one.ref for one in framework().items}:
            raise ValidationError(_("一覧から選んでください。"))

    def validate_opens_on(self, field: DayField) -> None:
        """No day that is past."""
        if field.data is not None and field.data < self.earliest:
            raise ValidationError(WHY["past"])

    def validate_closes_on(self, field: DayField) -> None:
        """Not before it begins."""
        begins = self.opens_on.data
        if field.data is not None and begins is not None and field.data < begins:
            raise ValidationError(_("始まる日か、それよりあとの日にしてください。"))


class ExtendForm(FlaskForm):
    """Until when one may answer."""

    until = DayField(_l("新しい終わりの日"), [InputRequired(_l("日付を入れてください。"))])


@dataclass(frozen=True, slots=True)
class ResultsAddress:
    """What of results is shown: a group's distribution, and from which level on people count."""

    group: uuid.UUID | None = None
    bound: int = REACHED

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "ResultsAddress":
        """Read the query string; what means nothing counts as not asked."""
        return cls(group=_id(args.get("group", "")), bound=bound_of(args))


def choice_of(args: Mapping[str, str]) -> Choice:
    """Read whose answers are compared: ``part`` is a section's id, or 「grade:」 and a grade."""
    part = args.get("part", "")
    if part.startswith("grade:"):
        return Choice(grade=part.removeprefix("grade:"))
    return Choice(organization_id=_id(part))


def bound_of(args: Mapping[str, str]) -> int:
    """Read from which level on people count."""
    number = whole_number(args.get("min"))
    return number if number in BOUNDS else REACHED


def usual_name(today: date) -> str:
    """Return 「令和8年度の自己チェック」."""
    era, year = era_year(date(fiscal_year(today), 4, 1))
    return str(_("%(era)s%(year)s年度の自己チェック", era=era, year=year))


def short_year(year: int) -> str:
    """Return 「令和8年度」."""
    era, number = era_year(date(year, 4, 1))
    return str(_("%(era)s%(year)s年度", era=era, year=number))


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
