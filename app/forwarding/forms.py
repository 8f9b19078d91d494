"""What an administrator may say of a store elsewhere."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.forwarding import rules
from app.forwarding.rules import Edition
from app.forwarding.service import NewForwarder
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.wire import reach
from app.wire.reach import EndpointFault, Reach
from app.wire.words import FAULTS

ENDPOINT_FAULTS: Mapping[EndpointFault, Any] = {
    **FAULTS,
    EndpointFault.UNREADABLE: _l(
        "アドレスを読み取れません。https://lrs.example.jp/xapi/ のような形で入れてください。"
    ),
}
EDITIONS: Mapping[str, Any] = {
    Edition.OLD.value: _l("xAPI 1.0.3（いまの多くの記録庫）"),
    Edition.NEW.value: _l("xAPI 2.0（新しい記録庫）"),
}
MOST_LINES = 50
_LONG = Length(max=1000, message=_l("長すぎます。1000文字までにしてください。"))


class PlaceForm(FlaskForm):
    """Where a store elsewhere is. It stands first, because fields come in the order of writing."""

    name = StringField(
        _l("名前"),
        [
            DataRequired(_l("この送り先を何と呼ぶか、入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )
    endpoint = StringField(
        _l("送り先のアドレス"),
        [DataRequired(_l("送り先の記録庫のアドレスを入れてください。")), _LONG],
    )

    reach = Reach.PUBLIC
    """Where stores may be; the view says so."""

    def validate_endpoint(self, field: StringField) -> None:
        """Take an address that one may send to."""
        fault = reach.endpoint_fault(reach.endpoint_key(field.data or ""), self.reach)
        if fault is not None:
            raise ValidationError(str(ENDPOINT_FAULTS[fault]))


class EditionForm(FlaskForm):
    """Which edition of xAPI a store elsewhere speaks."""

    speaks = RadioField(
        _l("送り先の xAPI の版"),
        [DataRequired(_l("送り先の xAPI の版を選んでください。"))],
        choices=[SelectChoice(value, label) for value, label in EDITIONS.items()],
        default=Edition.OLD.value,
        validate_choice=False,
    )

    def validate_speaks(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in EDITIONS:
            raise ValidationError(_("一覧から選んでください。"))

    @property
    def chosen(self) -> Edition:
        """The edition; call it after ``validate()``."""
        return Edition(self.speaks.data)


class SecretForm(FlaskForm):
    """How one enters a store elsewhere."""

    key = StringField(_l("鍵"), [DataRequired(_l("送り先でもらった鍵を入れてください。")), _LONG])
    secret = PasswordField(
        _l("秘密の文字列"),
        [InputRequired(_l("送り先でもらった秘密の文字列を入れてください。")), _LONG],
    )

    def validate_key(self, field: StringField) -> None:
        """Refuse a colon: it would end the key in HTTP Basic."""
        if ":" in (field.data or ""):
            raise ValidationError(_("鍵に「:」は使えません。もう一度たしかめてください。"))


class NewForwarderForm(PlaceForm, EditionForm, SecretForm):
    """A store elsewhere, and what it gets."""

    verbs = TextAreaField(_l("この動詞の記録だけを送る"))
    activities = TextAreaField(_l("このアドレスで始まる活動の記録だけを送る"))

    def validate_verbs(self, field: TextAreaField) -> None:
        """Take IRIs, one a line."""
        _check_lines(field)

    def validate_activities(self, field: TextAreaField) -> None:
        """Take the beginnings of IRIs, one a line."""
        _check_lines(field)

    def read(self) -> NewForwarder:
        """Return what was said; the form is valid."""
        return NewForwarder(
            name=(self.name.data or "").strip(),
            endpoint=reach.endpoint_key(self.endpoint.data or ""),
            key=(self.key.data or "").strip(),
            secret=self.secret.data or "",
            speaks=self.chosen,
            verbs=_lines(self.verbs),
            activities=_lines(self.activities),
        )


class ChildrenForm(FlaskForm):
    """That an administrator has looked into it before children's statements leave the house."""

    is_settled = BooleanField(
        _l("保護者への説明と、送り先との取り決めがあることを確かめました"),
        [DataRequired(_l("説明と取り決めを確かめてから、しるしを付けてください。"))],
    )


def tell(field: Any, sentence: object) -> None:  # noqa: ANN401  WTForms ships no types
    """Add what the service found to a field."""
    field.errors = [*field.errors, str(sentence)]


def _lines(field: TextAreaField) -> list[str]:
    """Return what stands on the lines, each once."""
    lines = (line.strip() for line in (field.data or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _check_lines(field: TextAreaField) -> None:
    lines = _lines(field)
    if len(lines) > MOST_LINES:
        raise ValidationError(_("%(n)s行までにしてください。", n=MOST_LINES))
    for line in lines:
        if len(line) > 1000 or not rules.is_iri(line):  # noqa: PLR2004  as _LONG
            raise ValidationError(
                _(
                    "「%(line)s」を読み取れません。http から始まる IRI を入れてください。",
                    line=line[:60],
                )
            )
