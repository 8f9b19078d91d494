"""What may be sent to the doors of the house; right or wrong is not decided here."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from app.i18n.catalogs import language_names
from app.identity import display, rules
from app.identity.models import Role
from app.identity.queries import OrganizationNode
from app.ui.fields import ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

ROLE_NAMES: Mapping[Role, Any] = {
    Role.LEARNER: _l("学ぶ人"),
    Role.TEACHER: _l("教える人（先生）"),
    Role.HR: _l("人事の担当"),
    Role.MANAGER: _l("所属長"),
    Role.PARTNER: _l("いっしょにつくる人"),
    Role.GUARDIAN: _l("保護者"),
    Role.ADMINISTRATOR: _l("管理者"),
}

FAULTS: Mapping[str, Any] = {
    rules.PasswordFault.TOO_SHORT: _l("もう少し長いパスワードにしてください。"),
    rules.PasswordFault.TOO_LONG: _l("パスワードは200文字までにしてください。"),
    rules.PasswordFault.COMMON: _l(
        "よく使われている、または同じ文字が続くパスワードです。ちがう言葉をいくつか組み合わせてください。"
    ),
    rules.PasswordFault.PERSONAL: _l("お名前やIDが入っています。入っていないものにしてください。"),
}

_NAME = Length(max=60, message=_l("60文字までにしてください。"))
_SECRET = Length(max=1000, message=_l("長すぎます。200文字までにしてください。"))


def tell(field: Any, *sentences: object) -> None:  # noqa: ANN401  WTForms ships no types
    """Add what a service found to a field, so that the page shows it beside what was typed."""
    field.errors = [*field.errors, *(str(sentence) for sentence in sentences)]


def tell_password_faults(field: Any, faults: Iterable[str]) -> None:  # noqa: ANN401
    """Say beside a password field why the password will not do."""
    tell(field, *(FAULTS[fault] for fault in faults))


def unknown_fields(form: FlaskForm, sent: Iterable[str]) -> set[str]:
    """Return the names in a request that the form does not have."""
    return set(sent) - {field.name for field in form} - {"csrf_token"}


class SignInForm(FlaskForm):
    """Who, and the password; where to go on afterwards."""

    login = StringField(
        _l("IDか、メールアドレス"),
        [
            DataRequired(_l("IDか、メールアドレスを入れてください。")),
            Length(max=254, message=_l("長すぎます。もう一度たしかめてください。")),
        ],
    )
    password = PasswordField(
        _l("パスワード"), [InputRequired(_l("パスワードを入れてください。")), _SECRET]
    )
    next = HiddenField()


class SignUpForm(FlaskForm):
    """What a citizen says to join; role, organization and grade are not among it."""

    family_name = StringField(_l("姓"), [DataRequired(_l("姓を入れてください。")), _NAME])
    given_name = StringField(_l("名"), [DataRequired(_l("名を入れてください。")), _NAME])
    login = StringField(
        _l("IDか、メールアドレス"), [DataRequired(_l("IDか、メールアドレスを入れてください。"))]
    )
    password = PasswordField(
        _l("パスワード"), [InputRequired(_l("パスワードを入れてください。")), _SECRET]
    )
    birth_year = StringField(_l("生まれた年"), [DataRequired(_l("生まれた年を入れてください。"))])
    is_adult = BooleanField(
        _l("18歳以上です"), [DataRequired(_l("18歳以上の方は、しるしを付けてください。"))]
    )
    next = HiddenField()

    def validate_login(self, field: StringField) -> None:
        """Take what can be a login id or an e-mail address."""
        _check_login(field)

    def validate_birth_year(self, field: StringField) -> None:
        """Take a year, western or Japanese."""
        if rules.birth_year_of(field.data or "") is None:
            raise ValidationError(_("「1954」か「昭和29年」のように入れてください。"))


class ViewForm(FlaskForm):
    """Display settings: any of them, or a preset, or the way back to how it was before."""

    preset = StringField(validators=[Optional(), AnyOf(display.PRESETS)])
    undo = StringField(validators=[Optional(), AnyOf(["1"])])
    ruby = StringField(validators=[Optional(), AnyOf(display.RUBY)])
    spaced = StringField(validators=[Optional(), AnyOf(display.SPACED)])
    plain = StringField(validators=[Optional(), AnyOf(display.SWITCHES)])
    size = StringField(validators=[Optional(), AnyOf(display.SIZES)])
    spacing = StringField(validators=[Optional(), AnyOf(display.SPACINGS)])
    contrast = StringField(validators=[Optional(), AnyOf(display.CONTRASTS)])
    motion = StringField(validators=[Optional(), AnyOf(display.MOTIONS)])
    font = StringField(validators=[Optional(), AnyOf(display.FONTS)])
    locale = StringField(validators=[Optional()])
    next = HiddenField()

    def validate_locale(self, field: StringField) -> None:
        """Take only a language that has a catalog."""
        if field.data not in language_names():
            raise ValidationError(field.data)

    def chosen(
        self, now: display.Display, grade: int | None, *, before: object
    ) -> display.Display:
        """Return the settings as they are to be.

        Args:
            now: The settings in force.
            grade: The reader's school year; None for everybody but pupils.
            before: The settings kept before the last change, which ``undo`` brings back.
        """
        if self.undo.data and before is not None:
            return display.Display.read(before, grade=grade, locales=language_names())
        if self.preset.data:
            return display.with_preset(now, self.preset.data, grade)
        names = now.kept()
        sent = {name: self[name].data for name in names if self[name].data}
        return display.Display.read(names | sent, grade=grade, locales=language_names())


class PasswordForm(FlaskForm):
    """The present password, and the one to come."""

    current = PasswordField(
        _l("今のパスワード"), [InputRequired(_l("今のパスワードを入れてください。")), _SECRET]
    )
    new = PasswordField(
        _l("新しいパスワード"), [InputRequired(_l("新しいパスワードを入れてください。")), _SECRET]
    )


class ResetRequestForm(FlaskForm):
    """The e-mail address to send a link to."""

    email = StringField(
        _l("メールアドレス"),
        [
            DataRequired(_l("メールアドレスを入れてください。")),
            Length(max=254, message=_l("長すぎます。もう一度たしかめてください。")),
        ],
    )


class NewPasswordForm(FlaskForm):
    """The password behind a one-time link, and a login for those invited without one."""

    login = StringField(_l("これから使うID"))
    new = PasswordField(
        _l("新しいパスワード"), [InputRequired(_l("新しいパスワードを入れてください。")), _SECRET]
    )
    needs_login = False

    def validate_login(self, field: StringField) -> None:
        """Ask for a login only from those who have none."""
        if self.needs_login:
            _check_login(field)


GRADES = range(1, 13)


def grade_name(grade: int) -> str:
    """Return a school year as it is said: 1 is 小学1年, 7 is 中学1年, 10 is 高校1年."""
    if grade <= 6:  # noqa: PLR2004  the six years of primary school
        return str(_("小学%(n)s年", n=grade))
    if grade <= 9:  # noqa: PLR2004  and the three of junior high
        return str(_("中学%(n)s年", n=grade - 6))
    return str(_("高校%(n)s年", n=grade - 9))


def _grade(value: str) -> int | None:
    return int(value) if value else None


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Return some roles to choose from, in the order in which they are always told."""
    given = frozenset(roles)
    return [(role.value, str(name)) for role, name in ROLE_NAMES.items() if role in given]


class InviteForm(FlaskForm):
    """A new person with one post."""

    family_name = StringField(_l("姓"), [DataRequired(_l("姓を入れてください。")), _NAME])
    given_name = StringField(_l("名"), [DataRequired(_l("名を入れてください。")), _NAME])
    family_kana = StringField(_l("姓の読み"), [_NAME])
    given_kana = StringField(_l("名の読み"), [_NAME])
    login = StringField(_l("IDか、メールアドレス"))
    organization = ListField(_l("所属"), coerce=uuid.UUID)
    role = ListField(_l("役割"), coerce=Role)
    grade = ListField(_l("学年"), coerce=_grade)

    @classmethod
    def within(cls, places: Iterable[OrganizationNode], roles: Iterable[Role]) -> "InviteForm":
        """Offer only the organizations that the administrator reaches, and roles they give."""
        form = cls()
        form.organization.choices = [
            (str(place.id), "　" * place.depth + place.name) for place in places
        ]
        form.role.choices = role_choices(roles)
        form.grade.choices = [
            ("", _("児童・生徒ではない")),
            *((str(n), grade_name(n)) for n in GRADES),
        ]
        return form

    def validate_login(self, field: StringField) -> None:
        """Leave it to the invited person, or take what can be one."""
        if field.data:
            _check_login(field)


def _check_login(field: StringField) -> None:
    if not rules.is_login(rules.login_key(field.data or "")):
        raise ValidationError(
            _("IDは、半角の英字と数字で3文字から32文字です。メールアドレスでもかまいません。")
        )
