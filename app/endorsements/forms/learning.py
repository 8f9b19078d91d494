"""What is sent about what was learned elsewhere, and to assess it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.endorsements.forms.picking import NEED
from app.endorsements.forms.words import FAULTS, is_web_address, line, reason, short
from app.endorsements.rules import Stage
from app.endorsements.service import Assessment, Learned
from app.frameworks import queries as frameworks
from app.ui.fields import CountField, DayField, LineField, ProseField
from app.ui.page import whole_number
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.endorsements.models import PriorLearning

WAYS: Mapping[Stage, Any] = {
    Stage.ACCEPTED: _l("認める"),
    Stage.ASKED: _l("質問をつけて本人にもどす"),
    Stage.DECLINED: _l("認めない"),
}


class PriorForm(FlaskForm):
    """What was learned where and when, and what shows it."""

    title = LineField(
        _l("何を学んだか"), line(_l("研修や資格の名前を入れてください。"), longest=200)
    )
    place = LineField(
        _l("どこで"), line(_l("大学・会社・団体などの名前を入れてください。"), longest=200)
    )
    finished_on = DayField(_l("いつ終えたか"), [InputRequired(_l("日付を入れてください。"))])
    hours = CountField(_l("かかった時間（時間）"), [Optional()])
    learned = ProseField(_l("学んだこと"), short(1000))
    link = LineField(_l("内容が分かるページのアドレス"), [*short(500), is_web_address])
    file = FileField(_l("資料のファイル"))
    reply = ProseField(_l("質問への答え"), short(600))

    today: date = date.min

    @classmethod
    def of(cls, row: "PriorLearning | None", *, today: date) -> "PriorForm":
        """Return an empty form, or one filled with what was handed in."""
        form = (
            cls()
            if row is None
            else cls(
                title=row.title,
                place=row.place,
                finished_on=row.finished_on,
                hours=row.hours,
                learned=row.words,
                link=row.link,
                reply=row.reply,
            )
        )
        form.today = today
        return form

    def validate_finished_on(self, field: DayField) -> None:
        """What is to come was not learned yet."""
        if field.data is not None and field.data > self.today:
            raise ValidationError(_l("今日か、それより前の日にしてください。"))

    @property
    def sent(self) -> FileStorage | None:
        """The file that came with it, if any."""
        file = self.file.data
        return file if isinstance(file, FileStorage) and file.filename else None

    def told(self, asked: Mapping[str, int]) -> Learned:
        """Return what was sent; call it after ``validate()``."""
        return Learned(
            title=self.title.data.strip(),
            place=self.place.data.strip(),
            finished_on=self.finished_on.data,
            hours=self.hours.data,
            link=(self.link.data or "").strip(),
            words=(self.learned.data or "").strip(),
            asked=asked,
        )


class CredentialForm(FlaskForm):
    """A credential of Open Badges, as a file or pasted."""

    file = FileField(_l("証明のファイル"))
    text = ProseField(_l("または、証明のデータを貼りつける"))

    @property
    def sent(self) -> FileStorage | None:
        """The file that came with it, if any."""
        file = self.file.data
        return file if isinstance(file, FileStorage) and file.filename else None


class AssessForm(FlaskForm):
    """What HR makes of what was learned elsewhere."""

    stage = RadioField(
        _l("どうするか"),
        [InputRequired(_l("どうするかを選んでください。"))],
        validate_choice=False,
    )
    reason = ProseField(_l("わけ、または質問"), reason(_l("本人に伝わるように書いてください。")))
    expires_on = DayField(_l("いつまで有効か"), [Optional()])

    today: date = date.min
    given: Mapping[str, int]

    @classmethod
    def about(cls, row: "PriorLearning", sent: Mapping[str, str], *, today: date) -> "AssessForm":
        """Return the form; levels are as claimed until others are sent."""
        form = cls()
        form.today = today
        form.stage.choices = [(one.value, str(words)) for one, words in WAYS.items()]
        form.given = {
            ref: level if (typed := sent.get(f"{NEED}{ref}")) is None else whole_number(typed) or 0
            for ref, level in row.asked.items()
            if frameworks.find_item(ref) is not None
        }
        return form

    def validate_stage(self, field: RadioField) -> None:
        """Take only what was offered; what is accepted is something."""
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_l("一覧から選んでください。"))
        if field.data == Stage.ACCEPTED and not any(self.given.values()):
            raise ValidationError(FAULTS["nothing"])

    def validate_expires_on(self, field: DayField) -> None:
        """Not past."""
        if field.data is not None and field.data < self.today:
            raise ValidationError(_l("今日か、それよりあとの日にしてください。"))

    def told(self) -> Assessment:
        """Return what was sent; call it after ``validate()``."""
        stage = Stage(self.stage.data)
        return Assessment(
            stage,
            self.reason.data.strip(),
            self.given if stage is Stage.ACCEPTED else {},
            self.expires_on.data if stage is Stage.ACCEPTED else None,
        )
