"""A ticket as it is written."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextArea

from app.mentoring.rules import PART, QUESTION, USUAL_MINUTES, TicketState
from app.mentoring.service import Asked
from app.ui.fields import CountField, DayField, LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.mentoring.models import Ticket

_PART = Length(max=PART, message=_l("600文字までにしてください。"))


class TicketForm(FlaskForm):
    """A 相談票. A draft may leave everything but the mentor empty."""

    reading = ProseField(_l("読んだもの・調べたもの"), [_PART])
    finding = ProseField(_l("分かったこと"), [_PART])
    question = LineField(
        _l("聞きたいこと（1つの文で）"),
        [Length(max=QUESTION, message=_l("160文字までの、1つの文にしてください。"))],
        widget=TextArea(),  # a sentence is longer than a line of a phone
    )
    wanted_on = DayField(_l("いつまでに答えがほしいですか"), [Optional()])
    mentor = ListField(_l("だれに聞きますか"), [InputRequired(_l("メンターを選んでください。"))])
    estimate = CountField(
        _l("答えるのに、何分くらいかかりそうですか"),
        [InputRequired(_l("1から999までの数字で入れてください。"))],
    )

    is_whole: bool = True
    today: date | None = None

    @classmethod
    def of(
        cls,
        row: "Ticket | None",
        mentors: Iterable[tuple[uuid.UUID, str]],
        *,
        is_whole: bool,
        today: date,
    ) -> "TicketForm":
        """Return the form.

        Args:
            row: What was written before; None for a new one.
            mentors: Whom the team may ask.
            is_whole: Whether every part is wanted: it is to be handed in, or was.
            today: The day.
        """
        offered = [(str(user_id), name) for user_id, name in mentors]
        known: dict[str, Any] = {"estimate": USUAL_MINUTES}
        if row is not None:
            names = ("reading", "finding", "question", "wanted_on", "estimate")
            known = {name: getattr(row, name) for name in names} | {"mentor": str(row.mentor_id)}
        elif len(offered) == 1:
            known["mentor"] = offered[0][0]
        form = cls(data=known)
        for field in (form.reading, form.finding, form.question, form.wanted_on):
            field.flags.required = True  # to be handed in; a draft is kept without
        form.mentor.choices = [("", _("選んでください")), *offered]
        was_handed_in = row is not None and row.state is not TicketState.DRAFT
        form.is_whole, form.today = is_whole or was_handed_in, today
        return form

    def validate_reading(self, field: ProseField) -> None:
        """Ask what was read."""
        self._want(field, _("何を読んだか、調べたかを書いてください。"))

    def validate_finding(self, field: ProseField) -> None:
        """Ask what was found."""
        self._want(field, _("そこから分かったことを書いてください。"))

    def validate_question(self, field: LineField) -> None:
        """Ask what is asked."""
        self._want(field, _("聞きたいことを、1つの文で書いてください。"))

    def asked(self) -> Asked:
        """Return what is asked; only after ``validate``."""
        return Asked(
            uuid.UUID(self.mentor.data),
            (self.reading.data or "").strip(),
            (self.finding.data or "").strip(),
            (self.question.data or "").strip(),
            self.wanted_on.data,
            self.estimate.data,
        )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms ships no types
        """Check the parts, and the day last: an optional field that is empty checks nothing."""
        is_good = bool(super().validate(extra_validators))
        day = self.wanted_on
        if self.is_whole and not day.errors:
            if day.data is None:
                day.errors = [_("いつまでに答えがほしいかを入れてください。")]
            elif self.today and day.data < self.today:
                day.errors = [_("きょうか、これからの日にしてください。")]
        return is_good and not day.errors

    def _want(self, field: Any, sentence: str) -> None:  # noqa: ANN401  WTForms ships no types
        if self.is_whole and not (field.data or "").strip():
            raise ValidationError(sentence)
