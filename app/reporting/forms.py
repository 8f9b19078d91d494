"""What may be sent about reports, and what an address may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length, ValidationError

from app.reporting.rules import fiscal_year_begins, last_quarter
from app.ui.fields import DayField, LineField
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

EARLIEST = date(2000, 4, 1)


class ReportForm(FlaskForm):
    """The day of a report, its period, and why it replaces one."""

    as_of = DayField(_l("いつの時点の報告か"), [InputRequired(_l("日付を入れてください。"))])
    since = DayField(_l("期間のはじめの日"), [InputRequired(_l("日付を入れてください。"))])
    reason = LineField(
        _l("直した報告を作るわけ"),
        [Length(max=400, message=_l("400文字までにしてください。"))],
    )

    today: date = date.max
    """The last day that there is."""

    @classmethod
    def on(cls, as_of: date | None, *, today: date) -> "ReportForm":
        """Return the form for a day; for the end of the last quarter where none is asked for."""
        day = as_of or last_quarter(today)
        return cls(as_of=day, since=fiscal_year_begins(day))

    @property
    def why(self) -> str:
        """The reason that was typed."""
        return (self.reason.data or "").strip()

    def validate_as_of(self, field: DayField) -> None:
        """Take days that are there."""
        if field.data is not None and not EARLIEST <= field.data <= self.today:
            raise ValidationError(_("今日か、それより前の日にしてください。"))

    def validate_since(self, field: DayField) -> None:
        """Take a period that begins before it ends."""
        if field.data is None or self.as_of.data is None:
            return
        if not EARLIEST <= field.data <= self.as_of.data:
            raise ValidationError(_("期間のはじめは、報告の日か、それより前にしてください。"))


@dataclass(frozen=True, slots=True)
class FigureAddress:
    """Which figure of a report is opened: table, row, column; or the place of a first one."""

    at: tuple[int, ...]
    page: int

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "FigureAddress":
        """Read the query string; what means nothing is no figure."""
        first = whole_number(args.get("main"))
        if first is not None:
            at: tuple[int, ...] = (first,)
        else:
            numbers = [whole_number(args.get(name)) for name in ("table", "row", "column")]
            at = tuple(one for one in numbers if one is not None)
        return cls(at, max(1, whole_number(args.get("page")) or 1))

    def args(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  what addresses hold
        """Return the arguments of this address with some changed."""
        names = ("main",) if len(self.at) == 1 else ("table", "row", "column")
        return dict(zip(names, self.at, strict=False)) | changes


def day_of_address(args: Mapping[str, str], *, today: date) -> date | None:
    """Return the day that ``?on=`` asks for; None for none, and for one that cannot be."""
    try:
        found = date.fromisoformat(args.get("on", ""))
    except ValueError:
        return None
    return found if EARLIEST <= found <= today else None
