"""What an organization says when it vouches for a mentor, or ends that."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Length

from app.mentoring.rules import USUAL_AGREED, term_of
from app.mentoring.service import Vouching
from app.ui.fields import CountField, DayField, LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.vettings.models import MentorVetting

_DAY = InputRequired(_l("日付を入れてください。"))


class VouchForm(FlaskForm):
    """For whom, from when until when, after what, and how many minutes."""

    person = ListField(_l("だれを"), [InputRequired(_l("一覧から選んでください。"))])
    starts_on = DayField(_l("はじまりの日"), [_DAY])
    ends_on = DayField(_l("おわりの日"), [_DAY])
    checked = ProseField(
        _l("何を確かめましたか"),
        [
            DataRequired(_l("何を、どうやって確かめたかを書いてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )
    minutes = CountField(
        _l("半年に何分まで、相談にのりますか"),
        [InputRequired(_l("1から999までの数字で入れてください。"))],
    )

    @classmethod
    def of(
        cls, people: Iterable[tuple[uuid.UUID, str]], *, chosen: str = "", today: date
    ) -> "VouchForm":
        """Return the form for somebody of an organization; until the end of the school year."""
        year_end = date(today.year + (today.month > 3), 3, 31)  # noqa: PLR2004  March
        known = {
            "person": chosen,
            "starts_on": today,
            "ends_on": year_end,
            "minutes": USUAL_AGREED,
        }
        return cls._made(known, people)

    @classmethod
    def after(cls, row: "MentorVetting", *, today: date) -> "VouchForm":
        """Return the form for the days that follow a vetting."""
        starts = max(today, row.ends_on + timedelta(days=1))
        ends = term_of(term_of(starts)[1] + timedelta(days=1))[1]
        known = {
            "person": str(row.user_id),
            "starts_on": starts,
            "ends_on": min(ends, starts + timedelta(days=365)),
            "minutes": row.minutes,
        }
        return cls._made(known, [(row.user_id, row.user.name)])

    @classmethod
    def _made(cls, known: dict[str, Any], people: Iterable[tuple[uuid.UUID, str]]) -> "VouchForm":
        form = cls(data=known)
        offered = [(str(user_id), name) for user_id, name in people]
        form.person.choices = [("", _("選んでください")), *offered]
        return form

    def told(self, organization_id: uuid.UUID) -> Vouching:
        """Return what is said; only after ``validate``."""
        return Vouching(
            uuid.UUID(self.person.data),
            organization_id,
            self.starts_on.data,
            self.ends_on.data,
            self.checked.data.strip(),
            self.minutes.data,
        )


class EndForm(FlaskForm):
    """Why a vetting ends early."""

    reason = LineField(
        _l("わけ"),
        [
            DataRequired(_l("終わりにするわけを書いてください。")),
            Length(max=200, message=_l("200文字までにしてください。")),
        ],
    )
