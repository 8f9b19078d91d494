"""What may be sent where a promise moves, or a call ends."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.challenges.forms.words import needed
from app.ui.fields import DayField, LineField
from app.ui.strings import lazy_gettext as _l

WAYS: Mapping[str, Any] = {
    "close": _l("募集を終える（課題は、終わった課題として読めます）"),
    "off": _l("取り下げる（課題のページは、だれにも出なくなります）"),
}
_WHY = _l("理由を、課題を読む人に分かることばで書いてください。")


class MoveForm(FlaskForm):
    """Another day for the answer."""

    answer_by = DayField(
        _l("新しい日（いつまでに答えるか）"), [InputRequired(_l("日付を入れてください。"))]
    )
    reason = LineField(_l("動かす理由（課題のページに、そのまま出ます）"), needed(_WHY, 200))


class EndForm(FlaskForm):
    """The end of a call, or of the page."""

    how = RadioField(_l("どうしますか"), [InputRequired(_l("どちらかを選んでください。"))])
    reason = LineField(_l("理由（お知らせを受けている人に、そのまま届きます）"), needed(_WHY, 200))

    def offering(self) -> "EndForm":
        """Offer the two ways."""
        self.how.choices = [(key, str(words)) for key, words in WAYS.items()]
        return self
