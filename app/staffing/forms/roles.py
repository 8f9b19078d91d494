"""What HR may send about a role that the public reads of."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.personnel.rules import EmploymentKind
from app.staffing.forms.finding import KINDS
from app.staffing.service.roles import Notice
from app.ui.fields import DayField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.staffing.models import SoughtRole
    from app.workforce.queries import Profile


class RoleForm(FlaskForm):
    """What the public reads of a role besides its profile."""

    profile = ListField(_l("役割"), [InputRequired(_l("役割を選んでください。"))])
    kind = ListField(_l("任用形態"), [InputRequired(_l("任用形態を選んでください。"))])
    text = ProseField(
        _l("どんな仕事か"),
        [
            DataRequired(_l("どんな仕事かを、市民に分かることばで入れてください。")),
            Length(max=2000, message=_l("2,000文字までにしてください。")),
        ],
    )
    contact = ProseField(
        _l("問い合わせと応募のしかた"),
        [
            DataRequired(_l("どこに、どうやって連絡すればよいかを入れてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )
    starts_on = DayField(_l("いつから見せるか"), [InputRequired(_l("日付を入れてください。"))])
    until = DayField(_l("いつまで見せるか"), [Optional()])

    @classmethod
    def of(cls, row: "SoughtRole | None", *, today: date) -> "RoleForm":
        """Return the form of a new role, or one with what is told of it."""
        if row is None:
            return cls(starts_on=today)
        return cls(
            profile=str(row.profile_id),
            kind=row.kind.value,
            text=row.text,
            contact=row.contact,
            starts_on=row.starts_on,
            until=row.until,
        )

    def offering(self, profiles: "Iterable[Profile]") -> "RoleForm":
        """Give the lists their choices."""
        self.profile.choices = [
            ("", _("選んでください")),
            *((str(one.id), one.name) for one in profiles),
        ]
        self.kind.choices = [
            ("", _("選んでください")),
            *((one.value, str(word)) for one, word in KINDS.items()),
        ]
        return self

    def told(self) -> Notice:
        """Return what was sent; call it after ``validate()``."""
        return Notice(
            profile_id=uuid.UUID(self.profile.data),
            kind=EmploymentKind(self.kind.data),
            text=self.text.data.strip(),
            contact=self.contact.data.strip(),
            starts_on=self.starts_on.data,
            until=self.until.data,
        )

    def validate_until(self, field: DayField) -> None:
        """Take an end that is not before its beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("終わりの日は、始まりの日かそれより後にしてください。"))
