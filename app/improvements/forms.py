"""What may be sent about memos, and what the address of the sums may ask for."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.improvements.queries import Asked
from app.improvements.rules import LONGEST, MOST_MINUTES, Effort
from app.improvements.service import Told
from app.ui.fields import CountField, LineField, ListField
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.improvements.models import ImprovementMemo
    from app.improvements.queries.memos import Finished

WHY: Mapping[str, Any] = {
    "course": _l("修了した講座から選んでください。"),
    "unit": _l("市の所属がないので、書けません。"),
    "confirmed": _l("もう確認済みか、取り下げたメモなので、変えられません。"),
    "own": _l("自分のメモは、自分では確かめられません。"),
    "settled": _l("ほかの操作が先にすんでいました。いまのようすを見てください。"),
}
_LONG = Length(max=LONGEST, message=_l("200文字までにしてください。"))


_NUMBER = InputRequired(_l("数字を入れてください。"))


class MinutesField(StringField):
    """Minutes of one time, 0 included, in any width of digits."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; ``data`` is an int or None."""
        typed = (valuelist or [""])[0].strip()
        if not typed:
            self.data = None
            return
        if not typed.isdecimal() or int(typed) > MOST_MINUTES:
            raise ValueError(_("0から6000までの数字で、分で入れてください。"))
        self.data = int(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class MemoForm(FlaskForm):
    """One thing that was tried at work."""

    course = ListField(_l("どの講座のあとですか"), [InputRequired(_l("一覧から選んでください。"))])
    tried = LineField(
        _l("仕事で試したこと"),
        [DataRequired(_l("何を試したかを、1文で入れてください。")), _LONG],
    )
    before = MinutesField(_l("前は、1回に何分かかりましたか"), [_NUMBER])
    after = MinutesField(_l("いまは、1回に何分ですか"), [_NUMBER])
    times = CountField(_l("月に何回しますか"), [_NUMBER])
    people = CountField(_l("何人がそのやり方をしていますか"), [_NUMBER])

    @classmethod
    def of(
        cls, row: "ImprovementMemo | None", courses: "Iterable[Finished]", *, course: str = ""
    ) -> "MemoForm":
        """Return a form, with what somebody wrote or the course they come from."""
        known: dict[str, Any] = {"course": course, "people": 1}
        if row is not None:
            names = ("course", "tried", "before", "after", "times", "people")
            known = {name: getattr(row, name) for name in names}
        form = cls(data=known)
        offered = [(one.slug, one.title) for one in courses]
        if row is not None and row.course not in dict(offered):
            offered.insert(0, (row.course, row.course_title))
        form.course.choices = [("", _("選んでください")), *offered]
        return form

    def told(self) -> Told:
        """Return what is said; only after ``validate``."""
        effort = Effort(self.before.data, self.after.data, self.times.data, self.people.data)
        return Told(self.course.data, self.tried.data.strip(), effort)


class QuestionForm(FlaskForm):
    """What the chief asks."""

    question = LineField(
        _l("本人に聞きたいこと"), [DataRequired(_l("聞きたいことを入れてください。")), _LONG]
    )


@dataclass(frozen=True, slots=True)
class Address:
    """Which sums, or which memos behind one, as the address holds it."""

    asked: Asked
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str], *, today: date) -> "Address":
        """Read the query string; what means nothing counts as not asked, no day is to come."""
        asked = Asked(
            on=min(_day(args.get("on")) or today, today),
            department_id=_id_of(args.get("department", "")),
            course=args.get("course", "")[:80],
        )
        return cls(asked, max(1, whole_number(args.get("page")) or 1))

    def args(self, **changes: object) -> dict[str, Any]:
        """Return it as the address holds it, with changes."""
        told = {
            "on": self.asked.on.isoformat(),
            "department": self.asked.department_id,
            "course": self.asked.course,
            **changes,
        }
        return {name: value for name, value in told.items() if value}


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given or "")
    except ValueError:
        return None


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
