"""What is sent to endorse somebody, to ask a partner to, and to take it back."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, ValidationError

from app.endorsements import rules
from app.endorsements.forms.words import FAULTS, is_web_address, line, reason, short
from app.endorsements.service import Words
from app.ui.fields import DayField, LineField, ListField, ProseField
from app.ui.reader import reader
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem

_DAY = InputRequired(_l("日付を入れてください。"))


class EndorseForm(FlaskForm):
    """At which level somebody is seen, and why."""

    level = ListField(_l("レベル"), [InputRequired(_l("レベルを選んでください。"))])
    work = LineField(
        _l("どの仕事で見たか"), line(_l("どの仕事で見たかを入れてください。"), longest=120)
    )
    reason = ProseField(
        _l("何を見たか"), reason(_l("何を、いつ見たかを、1〜3文で書いてください。"))
    )
    thing = LineField(_l("成果物の名前"), short(200))
    link = LineField(_l("成果物のアドレス"), [*short(500), is_web_address])
    expires_on = DayField(_l("いつまで有効か"), [_DAY])

    today: date = date.min

    @classmethod
    def about(cls, item: "FrameworkItem", project: str, *, today: date) -> "EndorseForm":
        """Return the form for an item; ``project`` is what a partner was asked about."""
        form = cls(expires_on=rules.last_good_day(today), work=project)
        form.today = today
        form.level.choices = [
            ("", str(_l("選んでください"))),
            *(
                (str(one.number), f"{one.number} {one.label.of(reader().locale)}")
                for one in item.levels
            ),
        ]
        if project:
            form.work.data = project
        return form

    def validate_expires_on(self, field: DayField) -> None:
        """Not past, and not too far away."""
        if field.data is not None and not rules.may_last(self.today, field.data):
            raise ValidationError(FAULTS["expired"])

    def told(self, item: "FrameworkItem") -> Words:
        """Return what was sent; call it after ``validate()``."""
        return Words(
            item_ref=item.ref,
            level=int(self.level.data),
            reason=self.reason.data.strip(),
            work=self.work.data.strip(),
            thing=(self.thing.data or "").strip(),
            link=(self.link.data or "").strip(),
            expires_on=self.expires_on.data,
        )


class InviteForm(FlaskForm):
    """Which partner is asked, about which project, until when."""

    partner = LineField(
        _l("協力者のログインIDかメールアドレス"),
        line(_l("協力者のログインIDかメールアドレスを入れてください。"), longest=200),
    )
    project = LineField(
        _l("いっしょにした仕事の名前"), line(_l("仕事の名前を入れてください。"), longest=120)
    )
    ends_on = DayField(_l("いつまで書けるか"), [_DAY])

    found: uuid.UUID | None = None
    """Whose the login is; the view says so before ``validate()``."""
    today: date = date.min

    @classmethod
    def blank(cls, today: date) -> "InviteForm":
        """Return the form with the usual last day."""
        form = cls(ends_on=today + timedelta(days=rules.INVITED_DAYS))
        form.today = today
        return form

    def validate_partner(self, field: LineField) -> None:  # noqa: ARG002  WTForms gives the field
        """Take the login of an account."""
        if self.found is None:
            raise ValidationError(FAULTS["partner"])

    def validate_ends_on(self, field: DayField) -> None:
        """Within half a year."""
        if field.data is not None and not rules.may_invite(self.today, field.data):
            raise ValidationError(_l("今日から180日のうちの日にしてください。"))


class ReasonForm(FlaskForm):
    """Why something is taken back."""

    reason = ProseField(
        _l("取り下げるわけ"), reason(_l("本人に伝わるわけを書いてください。"), longest=400)
    )
