"""What may be sent about organizations and posts."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.identity.forms import role_choices
from app.identity.models import OrganizationKind, Role
from app.identity.queries import OrganizationNode
from app.ui.fields import DayField, ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

KIND_NAMES: Mapping[OrganizationKind, Any] = {
    OrganizationKind.CITY: _l("市"),
    OrganizationKind.DEPARTMENT: _l("局・課"),
    OrganizationKind.BOARD: _l("教育委員会"),
    OrganizationKind.SCHOOL: _l("学校"),
    OrganizationKind.UNIVERSITY: _l("大学"),
    OrganizationKind.COMPANY: _l("会社"),
    OrganizationKind.SHOP: _l("店"),
}

LEVEL_NAMES: Mapping[str, Any] = {
    "P": _l("小学校"),
    "J": _l("中学校"),
    "H": _l("高等学校"),
    "PJ": _l("義務教育学校（小学校と中学校）"),
    "JH": _l("中等教育学校（中学校と高等学校）"),
    "PJH": _l("小学校から高等学校まで"),
}

_CHOSEN = InputRequired(_l("一覧から選んでください。"))
_NAMED = Length(max=60, message=_l("60文字までにしてください。"))


class OrganizationForm(FlaskForm):
    """What an organization is called, and what is said of it as a school."""

    name = StringField(
        _l("名前"),
        [
            DataRequired(_l("名前を入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )
    kind = ListField(_l("種類"), [_CHOSEN], coerce=OrganizationKind)
    founder = StringField(_l("設置者"), [_NAMED])
    school_levels = ListField(_l("学校の種類"), coerce=str)

    @classmethod
    def for_kinds(cls, kinds: Iterable[OrganizationKind], **more: Any) -> "OrganizationForm":  # noqa: ANN401  as FlaskForm
        """Offer only what may stand at the place in question."""
        form = cls(**more)
        form.kind.choices = [(kind.value, str(KIND_NAMES[kind])) for kind in kinds]
        form.school_levels.choices = [
            ("", _("学校ではない、または決めない")),
            *((levels, str(name)) for levels, name in LEVEL_NAMES.items()),
        ]
        return form

    def founder_of(self, kind: OrganizationKind) -> str | None:
        """Return 設置者, where an organization of the kind has one."""
        founded = kind in (OrganizationKind.SCHOOL, OrganizationKind.UNIVERSITY)
        return (self.founder.data or "").strip() or None if founded else None

    def levels_of(self, kind: OrganizationKind) -> str | None:
        """Return the levels of a school; of anything else, none."""
        return self.school_levels.data or None if kind is OrganizationKind.SCHOOL else None


def place_choices(places: Iterable[OrganizationNode]) -> list[tuple[str, str]]:
    """Return organizations as a list offers them, each below the one it belongs to."""
    return [(str(place.id), "　" * place.depth + place.name) for place in places]


class PlaceForm(FlaskForm):
    """Below what an organization is to stand; empty for the top."""

    parent = ListField(_l("移す先"), coerce=lambda value: uuid.UUID(value) if value else None)

    @classmethod
    def below(cls, places: Iterable[OrganizationNode], *, top: bool) -> "PlaceForm":
        """Offer the organizations given, and the top where it may be."""
        form = cls()
        form.parent.choices = [("", _("いちばん上"))] if top else []
        form.parent.choices += place_choices(places)
        return form


class ClosingForm(FlaskForm):
    """The last day of something."""

    on = DayField(_l("最後の日"), [InputRequired(_l("最後の日を入れてください。"))])


class PostForm(FlaskForm):
    """A further post of somebody."""

    organization = ListField(_l("所属"), [_CHOSEN], coerce=uuid.UUID)
    role = ListField(_l("役割"), [_CHOSEN], coerce=Role)
    title = StringField(_l("職名など"), [_NAMED])
    starts_on = DayField(_l("はじめの日"), [InputRequired(_l("はじめの日を入れてください。"))])
    ends_on = DayField(_l("最後の日"), [Optional()])

    @classmethod
    def within(
        cls,
        places: Iterable[OrganizationNode],
        roles: Iterable[Role],
        **more: Any,  # noqa: ANN401  as FlaskForm
    ) -> "PostForm":
        """Offer only the organizations that the administrator reaches, and roles they give."""
        form = cls(**more)
        form.organization.choices = place_choices(places)
        form.role.choices = role_choices(roles)
        return form
