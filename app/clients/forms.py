"""What administrators may send about a program of somebody else's."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.clients import rules
from app.clients.service import Permissions
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.clients.queries import ClientRow

SCOPE_NAMES: Mapping[str, Any] = {
    "statements/write": _l("学びの記録を書く"),
    "statements/read": _l("すべての学びの記録を読む"),
    "statements/read/mine": _l("自分が書いた記録だけを読む"),
    "state": _l("教材の途中のようすを保存し、読む"),
    "profile": _l("教材や人についてのメモを保存し、読む"),
    "all/read": _l("学びの記録をすべて読む（書かない）"),
    "all": _l("学びの記録をすべて読み書きする"),
    rules.CREDENTIALS[0]: _l("人材登録簿に、修了証を届ける"),
    rules.CREDENTIALS[1]: _l("人材登録簿に自分が届けた修了証を読む"),
    rules.CREDENTIALS[2]: _l("人材登録簿での自分の名前を読む"),
}
"""What each scope opens, in words for people."""

GRACES: Mapping[str, tuple[Any, timedelta]] = {
    "0": (_l("すぐ（もれたおそれがあるとき）"), timedelta(0)),
    "24": (_l("1日あと"), timedelta(hours=24)),
    "168": (_l("7日あと"), timedelta(hours=168)),
}
"""By hours: when the secret before a rotation ends."""

MOST_LINES = 20


class ClientForm(FlaskForm):
    """A program: its name, what it may do, and how much."""

    name = StringField(
        _l("名前"),
        [
            DataRequired(_l("名前を入れてください。例: 図書館の学習アプリ")),
            Length(max=rules.LONGEST_NAME, message=_l("120文字までにしてください。")),
        ],
    )
    scopes = SelectMultipleField(
        _l("してよいこと"),
        [DataRequired(_l("してよいことを、1つ以上選んでください。"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    reports_on = TextAreaField(_l("進みぐあいに数える教材"))
    origins = TextAreaField(_l("使ってよいウェブサイトのアドレス"))
    per_minute = StringField(
        _l("1分に呼び出せる回数"), [DataRequired(_l("1分に呼び出せる回数を入れてください。"))]
    )

    @classmethod
    def empty(cls) -> "ClientForm":
        """Return the form of a new client, with the usual pace filled in."""
        form = cls(per_minute=str(rules.DEFAULT_PER_MINUTE))
        return form._offering()

    @classmethod
    def of(cls, row: "ClientRow") -> "ClientForm":
        """Return the form of a client, with what holds now filled in."""
        form = cls(
            name=row.name,
            scopes=list(row.scopes),
            reports_on="\n".join(row.reports_on),
            origins="\n".join(row.origins),
            per_minute=str(row.per_minute),
        )
        return form._offering()

    def _offering(self) -> "ClientForm":
        self.scopes.choices = [(scope, str(SCOPE_NAMES[scope])) for scope in rules.SCOPES]
        return self

    def permissions(self) -> Permissions:
        """Return what was sent; call it after ``validate()``."""
        return Permissions(
            name=_one_line(self.name.data),
            scopes=frozenset(self.scopes.data),
            reports_on=tuple(_lines(self.reports_on, rules.beginning_of)),
            origins=tuple(_lines(self.origins, rules.origin_of)),
            per_minute=_number(self.per_minute) or rules.DEFAULT_PER_MINUTE,
        )

    def validate_scopes(self, field: SelectMultipleField) -> None:
        """Take only what was offered."""
        if not set(field.data) <= set(rules.SCOPES):
            raise ValidationError(_("一覧から選んでください。"))

    def validate_reports_on(self, field: TextAreaField) -> None:
        """Take beginnings of IRIs, one a line."""
        line = _unread_line(field, rules.beginning_of)
        if line is not None:
            raise ValidationError(
                _(
                    "「%(line)s」を読み取れません。https://example.jp/courses/ のように、"
                    "教材のIRIの始まりの部分を入れてください。",
                    line=line,
                )
            )

    def validate_origins(self, field: TextAreaField) -> None:
        """Take web origins, one a line."""
        line = _unread_line(field, rules.origin_of)
        if line is not None:
            raise ValidationError(
                _(
                    "「%(line)s」を読み取れません。https://app.example.jp のように、"
                    "名前（とポート）までを入れてください。",
                    line=line,
                )
            )

    def validate_per_minute(self, field: StringField) -> None:
        """Take a number, in whatever width it was typed."""
        number = _number(field)
        if number is None or not 1 <= number <= rules.MOST_PER_MINUTE:
            raise ValidationError(
                _("1から%(most)sまでの数字を入れてください。", most=f"{rules.MOST_PER_MINUTE:,}")
            )


class RotateForm(FlaskForm):
    """When the present secret ends."""

    grace = RadioField(
        _l("今の秘密の文字列を、いつ止めますか"),
        [DataRequired(_l("いつからかを、選んでください。"))],
        default="24",
        validate_choice=False,
    )

    @classmethod
    def offered(cls) -> "RotateForm":
        """Return the form with its choices."""
        form = cls()
        form.grace.choices = [(hours, str(name)) for hours, (name, _time) in GRACES.items()]
        return form

    def validate_grace(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in GRACES:
            raise ValidationError(_("一覧から選んでください。"))

    @property
    def chosen(self) -> timedelta:
        """The grace; call it after ``validate()``."""
        return GRACES[str(self.grace.data)][1]


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(field: TextAreaField, read: Callable[[str], str]) -> list[str]:
    return [read(line) for line in (field.data or "").split()]


def _unread_line(field: TextAreaField, read: Callable[[str], str]) -> str | None:
    """Return the first line that cannot be read, shortened; None when all can."""
    lines = (field.data or "").split()
    if len(lines) > MOST_LINES:
        raise ValidationError(_("%(most)s行までにしてください。", most=MOST_LINES))
    for line in lines:
        try:
            read(line)
        except ValueError:
            return str(line[:60])
    return None


def _number(field: StringField) -> int | None:
    typed = unicodedata.normalize("NFKC", field.data or "").replace(",", "").strip()
    return whole_number(typed)
