"""What may be sent about classes and the places in them."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.classes import rules
from app.classes.models import ClassKind, EnrollmentRole
from app.ui.fields import CountField, DayField, ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

KIND_NAMES: Mapping[ClassKind, Any] = {
    ClassKind.HOMEROOM: _l("学級"),
    ClassKind.SCHEDULED: _l("教科・通級など"),
}

ROLE_NAMES: Mapping[EnrollmentRole, Any] = {
    EnrollmentRole.STUDENT: _l("児童・生徒"),
    EnrollmentRole.TEACHER: _l("先生"),
    EnrollmentRole.AIDE: _l("支援する人"),
}

WHY: Mapping[str, Any] = {
    "dates": _l("最後の日が、はじめの日より前になります。日付を入れ直してください。"),
    "year": _l("この学級の年度の中の日付にしてください。"),
    "again": _l("この期間は、もうこの学級に入っています。"),
    "homeroom": _l("この期間は、ほかの学級に入っています。その学級のページから移してください。"),
    "same": _l("同じ学級です。ほかの学級を選んでください。"),
}
"""Why a place in a class was refused; see ``errors``."""

_CHOSEN = InputRequired(_l("一覧から選んでください。"))
_TITLE = [
    DataRequired(_l("名前を入れてください。")),
    Length(max=60, message=_l("60文字までにしてください。")),
]


def grade_name(grade: int) -> str:
    """Return a school year as it is said."""
    if grade <= 6:  # noqa: PLR2004  the six years of primary school
        return str(_("小学%(n)s年", n=grade))
    if grade <= 9:  # noqa: PLR2004  and the three of junior high
        return str(_("中学%(n)s年", n=grade - 6))
    return str(_("高校%(n)s年", n=grade - 9))


class ClassForm(FlaskForm):
    """What a class is called, and of which grades it is."""

    title = StringField(_l("名前"), _TITLE)
    kind = ListField(_l("種類"), [_CHOSEN], coerce=ClassKind)
    grades = SelectMultipleField(
        _l("学年"),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @classmethod
    def of_school(cls, levels: str | None, **more: Any) -> "ClassForm":  # noqa: ANN401  as FlaskForm
        """Offer the grades of a school by its levels."""
        form = cls(**more)
        form.kind.choices = [(kind.value, str(name)) for kind, name in KIND_NAMES.items()]
        form.grades.choices = [
            (rules.code_of(grade), grade_name(grade)) for grade in rules.grades_of(levels)
        ]
        return form


class JoinForm(FlaskForm):
    """A place in a class for somebody."""

    user = ListField(_l("だれを"), [_CHOSEN], coerce=uuid.UUID)
    attendance_number = CountField(_l("出席番号"))
    is_primary = BooleanField(_l("担任にする"))
    starts_on = DayField(_l("はじめの日"), [InputRequired(_l("はじめの日を入れてください。"))])
    ends_on = DayField(_l("最後の日"), [Optional()])


class LeaveForm(FlaskForm):
    """The last day in a class."""

    on = DayField(_l("最後の日"), [InputRequired(_l("最後の日を入れてください。"))])


class MoveForm(FlaskForm):
    """Another class, and the first day in it."""

    to = ListField(_l("移る先の学級"), [_CHOSEN], coerce=uuid.UUID)
    on = DayField(
        _l("新しい学級でのはじめの日"), [InputRequired(_l("はじめの日を入れてください。"))]
    )
    attendance_number = CountField(_l("新しい出席番号"))

    @classmethod
    def among(cls, offered: Iterable[tuple[uuid.UUID, str]], **more: Any) -> "MoveForm":  # noqa: ANN401  as FlaskForm
        """Offer some classes."""
        form = cls(**more)
        form.to.choices = [(str(class_id), name) for class_id, name in offered]
        return form
