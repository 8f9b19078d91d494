"""What may be sent about meetings and decisions."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.ui.fields import DayField, LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workroom import rules
from app.workroom.forms.people import Choices, chosen, offer, offered, people_field
from app.workroom.service import meetings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.workroom.models import Decision, Meeting

_DAY = InputRequired(_l("日付を入れてください。"))


class _OfToday(FlaskForm):
    """A form with a day that has been, or is."""

    today: date = date.max

    def refuse_future(self, field: DayField) -> None:
        """Take a day up to today."""
        if field.data is not None and field.data > self.today:
            raise ValidationError(_("きょうか、きょうより前の日を入れてください。"))


class MeetingForm(_OfToday):
    """What was talked about."""

    held_on = DayField(_l("日"), [_DAY])
    title = LineField(
        _l("何の話し合いか"),
        [
            DataRequired(_l("何の話し合いかを入れてください。")),
            Length(max=rules.LONGEST_TITLE, message=_l("80文字までにしてください。")),
        ],
    )
    people = people_field(_l("いた人"))
    others = LineField(
        _l("ほかにいた人"),
        [Length(max=rules.LONGEST_NAMES, message=_l("200文字までにしてください。"))],
    )
    notes = ProseField(
        _l("話したこと"),
        [Length(max=rules.LONGEST_NOTES, message=_l("8000文字までにしてください。"))],
    )
    read = HiddenField()

    @classmethod
    def of(cls, row: "Meeting | None", choices: Choices, *, today: date) -> "MeetingForm":
        """Return a form with what somebody sent, or else with what is written."""
        known: dict[str, Any] = {"held_on": today}
        if row is not None:
            known = {
                "held_on": row.held_on,
                "title": row.title,
                "people": [str(one.user_id) for one in row.people],
                "others": row.others,
                "notes": row.notes,
                "read": meetings.mark_of(row),
            }
        form = cls(data=known)
        form.today = today
        offer(form.people, choices)
        return form

    def validate_held_on(self, field: DayField) -> None:
        """Take a day up to today."""
        self.refuse_future(field)

    def told(self) -> meetings.Minutes:
        """Return what is written; only after ``validate``."""
        return meetings.Minutes(
            self.held_on.data,
            " ".join(self.title.data.split()),
            (self.notes.data or "").strip(),
            " ".join((self.others.data or "").split()),
            chosen(self.people),
            offered(self.people),
        )


class DecisionForm(_OfToday):
    """What was decided, and why."""

    text = LineField(
        _l("決めたこと"),
        [
            DataRequired(_l("決めたことを、1文で入れてください。")),
            Length(max=rules.LONGEST_DECISION, message=_l("200文字までにしてください。")),
        ],
    )
    reason = ProseField(
        _l("そう決めたわけ"),
        [
            DataRequired(_l("あとから読む人のために、わけを入れてください。")),
            Length(max=rules.LONGEST_REASON, message=_l("600文字までにしてください。")),
        ],
    )
    decided_on = DayField(_l("決めた日"), [_DAY])
    meeting = ListField(_l("どの打ち合わせで"))
    read = HiddenField()

    @classmethod
    def of(
        cls,
        row: "Decision | None",
        held: "Iterable[tuple[uuid.UUID, str]]",
        *,
        today: date,
        meeting_id: uuid.UUID | None = None,
    ) -> "DecisionForm":
        """Return a form with what somebody sent, or else with what is written.

        Args:
            row: The decision; None for a new one.
            held: The meetings of the project, by id, as they are called.
            today: The day.
            meeting_id: The meeting from whose page a new one comes.
        """
        known: dict[str, Any] = {"decided_on": today, "meeting": str(meeting_id or "")}
        if row is not None:
            known = {
                "text": row.text,
                "reason": row.reason,
                "decided_on": row.decided_on,
                "meeting": str(row.meeting_id or ""),
                "read": meetings.mark_of_decision(row),
            }
        form = cls(data=known)
        form.today = today
        listed = [(str(one), name) for one, name in held]
        form.meeting.choices = [("", _("打ち合わせではないところで")), *listed]
        return form

    def validate_decided_on(self, field: DayField) -> None:
        """Take a day up to today."""
        self.refuse_future(field)

    def told(self) -> meetings.Settled:
        """Return what is written; only after ``validate``."""
        return meetings.Settled(
            " ".join(self.text.data.split()),
            (self.reason.data or "").strip(),
            self.decided_on.data,
            uuid.UUID(self.meeting.data) if self.meeting.data else None,
        )
