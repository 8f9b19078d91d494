"""What may be sent about agreements."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.agreements.models import AgreementPurpose
from app.agreements.service import Terms
from app.ui.fields import DayField, LineField, ProseField
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.agreements.models import Agreement

PURPOSES: Mapping[AgreementPurpose, Any] = {
    AgreementPurpose.NAMES: _l("いっしょに活動する児童生徒の、氏名と学年を伝える"),
    AgreementPurpose.MENTORING: _l("おとなが相談にのる（先生が見られるところで）"),
    AgreementPurpose.PHOTOS: _l("いっしょに活動するようすの写真や動画を使う"),
    AgreementPurpose.RECORDS: _l("授業づくりのために、学びの記録を見る"),
}
WHY: Mapping[str, Any] = {
    "parties": _l("2つ以上の組織を選んでください。"),
    "days": _l("終わりの日を、始まりの日よりあとにしてください。"),
    "ended": _l("この協定は、もう終わっています。"),
}
PLACES: Mapping[str, str] = {"parties": "parties", "days": "ends_on", "ended": "title"}
"""Which field a fault stands at."""
_DAY = InputRequired(_l("日付を入れてください。"))


class AgreementForm(FlaskForm):
    """A 協定 as it was signed."""

    title = LineField(
        _l("協定の名前"),
        [
            DataRequired(_l("協定の名前を入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )
    parties = SelectMultipleField(
        _l("結んだ組織"),
        [InputRequired(_l("2つ以上の組織を選んでください。"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    purposes = SelectMultipleField(
        _l("できるようになること"),
        [InputRequired(_l("1つ以上選んでください。"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    starts_on = DayField(_l("始まりの日"), [_DAY])
    ends_on = DayField(_l("終わりの日"), [_DAY])
    words = ProseField(
        _l("決めたことのまとめ"),
        [Length(max=2000, message=_l("2000文字までにしてください。"))],
    )

    @classmethod
    def of(
        cls, row: "Agreement | None", places: Iterable[tuple[uuid.UUID, str]]
    ) -> "AgreementForm":
        """Return a form with what is kept, or an empty one."""
        known: dict[str, Any] = {}
        if row is not None:
            known = {
                "title": row.title,
                "parties": [str(one.organization_id) for one in row.parties],
                "purposes": row.purposes,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "words": row.terms,
            }
        form = cls(data=known)
        form.parties.choices = [(str(place), name) for place, name in places]
        form.purposes.choices = [(one.value, PURPOSES[one]) for one in AgreementPurpose]
        return form

    def terms(self) -> Terms:
        """Return what it says; only after ``validate``."""
        return Terms(
            self.title.data.strip(),
            [uuid.UUID(one) for one in self.parties.data],
            [AgreementPurpose(one) for one in self.purposes.data],
            self.starts_on.data,
            self.ends_on.data,
            self.words.data or "",
        )
