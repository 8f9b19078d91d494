"""What may be sent about the action plan."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.ui.fields import ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workforce.forms.profiles import lines_of
from app.workforce.forms.targets import read_item
from app.workforce.service.plans import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.talent.queries.staff import Departments
    from app.workforce.models import PlanItem
    from app.workforce.queries import Profile

PRIORITIES: Mapping[str, Any] = {
    "frontyard": _l("自治体フロントヤード改革の推進"),
    "standardization": _l("自治体情報システムの標準化・共通化"),
    "eltax": _l("公金収納におけるeLTAXの活用"),
    "mynumber": _l("マイナンバーカードの普及促進・利用の推進"),
    "security": _l("セキュリティ対策の徹底"),
    "ai-rpa": _l("自治体のAI・RPAの利用推進"),
    "telework": _l("テレワークの推進"),
}
"""The priority items of 総務省「自治体DX推進計画」, typed by us and not compared word by word."""

YEAR = 4


def _many(label: object) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )


class PlanForm(FlaskForm):
    """An item of the plan."""

    code = StringField(
        _l("番号"),
        [
            DataRequired(_l("計画のなかの番号を入れてください。")),
            Length(max=20, message=_l("20文字までにしてください。")),
        ],
    )
    title = StringField(
        _l("項目の名前"),
        [
            DataRequired(_l("項目の名前を入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )
    field = StringField(_l("分野"), [Length(max=60, message=_l("60文字までにしてください。"))])
    owner = ListField(_l("担当する所属"))
    from_year = StringField(_l("始まりの年度"), [DataRequired(_l("年度を西暦で入れてください。"))])
    to_year = StringField(_l("終わりの年度"), [DataRequired(_l("年度を西暦で入れてください。"))])
    text = TextAreaField(
        _l("すること"), [Length(max=2000, message=_l("2,000文字までにしてください。"))]
    )
    tags = _many(_l("自治体DX推進計画の重点取組事項"))
    needs = TextAreaField(_l("いる力とレベル"), [Length(max=4000)])
    profiles = _many(_l("いる役割"))

    is_taken = False
    """Whether another item has this code; the view says so before ``validate()``."""

    @classmethod
    def of(cls, row: "PlanItem | None") -> "PlanForm":
        """Return the form of a new item, or one with what is written."""
        if row is None:
            return cls()
        return cls(
            code=row.code,
            title=row.title,
            field=row.field,
            owner=str(row.owner_id or ""),
            from_year=str(row.from_year),
            to_year=str(row.to_year),
            text=row.text,
            tags=list(row.tags),
            needs="\n".join(f"{ref} {level}" for ref, level in row.needs["needs"]),
            profiles=list(row.profiles),
        )

    def offering(self, profiles: "Iterable[Profile]", tree: "Departments") -> "PlanForm":
        """Give the lists their choices."""
        self.owner.choices = [
            ("", _("決めていない")),
            *((str(one.id), one.path) for one in tree.ordered if one.parent_id),
        ]
        self.tags.choices = [(key, str(name)) for key, name in PRIORITIES.items()]
        self.profiles.choices = [(str(one.id), one.name) for one in profiles]
        return self

    def told(self) -> Entry:
        """Return what was sent; call it after ``validate()``."""
        return Entry(
            code=self.code.data.strip(),
            title=self.title.data.strip(),
            field=(self.field.data or "").strip(),
            owner_id=uuid.UUID(self.owner.data) if self.owner.data else None,
            from_year=int(self.from_year.data),
            to_year=int(self.to_year.data),
            text=(self.text.data or "").strip(),
            tags=_of(self.tags),
            needs=tuple(
                pair for line in lines_of(self.needs.data) if (pair := read_item(line)) is not None
            ),
            profiles=_of(self.profiles),
        )

    def validate_code(self, field: StringField) -> None:  # noqa: ARG002  WTForms gives the field
        """Each code once."""
        if self.is_taken:
            raise ValidationError(_("その番号の項目は、もうあります。"))

    def validate_from_year(self, field: StringField) -> None:
        """A western year."""
        if not _is_year(field.data):
            raise ValidationError(_("年度を「2026」のように、西暦で入れてください。"))

    def validate_to_year(self, field: StringField) -> None:
        """A western year, not before the first."""
        if not _is_year(field.data):
            raise ValidationError(_("年度を「2026」のように、西暦で入れてください。"))
        if _is_year(self.from_year.data) and int(field.data) < int(self.from_year.data):
            raise ValidationError(_("終わりの年度は、始まりの年度かそれより後にしてください。"))

    def validate_needs(self, field: TextAreaField) -> None:
        """Items and levels that the frameworks know."""
        for line in lines_of(field.data):
            if read_item(line) is None:
                raise ValidationError(
                    _(
                        "「%(line)s」というスキルと段階は、枠組みにありません。"
                        "「dss-l@1.2/T5 2」のように入れてください。",
                        line=line,
                    )
                )


def _of(field: SelectMultipleField) -> tuple[str, ...]:
    return tuple(key for key, _name in field.choices if key in (field.data or ()))


def _is_year(text: str | None) -> bool:
    return bool(text and text.isascii() and text.isdecimal() and len(text) == YEAR)
