"""What may be sent about somebody's room."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.staffing.forms.finding import ROOMS
from app.staffing.rules import Room
from app.staffing.service.rooms import Said
from app.ui.fields import CountField, DayField, LineField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.staffing.queries import RoomSaid

MOST_HOURS = 40
LONGEST = timedelta(days=366)
USUAL = timedelta(days=90)


class RoomForm(FlaskForm):
    """How much room somebody has, from when until when."""

    room = RadioField(
        _l("いまの余裕"), [DataRequired(_l("どれか1つを選んでください。"))], validate_choice=False
    )
    starts_on = DayField(_l("いつから"), [InputRequired(_l("日付を入れてください。"))])
    until = DayField(_l("いつまで"), [InputRequired(_l("日付を入れてください。"))])
    hours = CountField(_l("週に何時間くらい"))
    note = LineField(_l("ひとこと"), [Length(max=120, message=_l("120文字までにしてください。"))])

    today: date = date.min

    @classmethod
    def of(cls, said: "RoomSaid | None", *, today: date) -> "RoomForm":
        """Return the form with what counts now, or an empty one."""
        if said is None or said.until < today:
            form = cls(starts_on=today, until=today + USUAL)
        else:
            form = cls(
                room=said.room.value,
                starts_on=said.starts_on,
                until=said.until,
                hours=said.hours,
                note=said.note,
            )
        return form.on(today)

    def on(self, today: date) -> "RoomForm":
        """Offer the choices, and know the day."""
        self.room.choices = [(one.value, str(word)) for one, word in ROOMS.items()]
        self.today = today
        return self

    def said(self) -> Said:
        """Return what was sent; call it after ``validate()``."""
        return Said(
            room=Room(self.room.data),
            starts_on=self.starts_on.data,
            until=self.until.data,
            hours=self.hours.data,
            note=(self.note.data or "").strip(),
        )

    def validate_room(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in set(Room):
            raise ValidationError(_("一覧から選んでください。"))

    def validate_until(self, field: DayField) -> None:
        """Take a day to come that is not before the first, and not further than a year."""
        if field.data is None:
            return
        if field.data < max(self.today, self.starts_on.data or self.today):
            raise ValidationError(_("今日か、始まりの日より後にしてください。"))
        if field.data > self.today + LONGEST:
            raise ValidationError(_("1年先までにしてください。続くときは、また書けます。"))

    def validate_hours(self, field: CountField) -> None:
        """Take what a week has."""
        if isinstance(field.data, int) and field.data > MOST_HOURS:
            raise ValidationError(_("1から40までの数字で入れてください。"))


class ChiefRoomForm(RoomForm):
    """The same of somebody in one's unit, with a reason that they read."""

    reason = LineField(
        _l("わけ"),
        [
            DataRequired(_l("わけを書いてください。本人も読みます。")),
            Length(max=200, message=_l("200文字までにしてください。")),
        ],
    )

    def said(self) -> Said:
        """Return what was sent; call it after ``validate()``."""
        plain = RoomForm.said(self)
        return Said(
            plain.room,
            plain.starts_on,
            plain.until,
            plain.hours,
            plain.note,
            (self.reason.data or "").strip(),
        )
