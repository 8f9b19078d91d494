"""What may be sent to the pages of second factors."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.ui.strings import lazy_gettext as _l


class CodeForm(FlaskForm):
    """A number of the app, or of the paper."""

    code = StringField(
        _l("番号"),
        [
            DataRequired(_l("番号を入れてください。")),
            Length(max=40, message=_l("番号は、6けたか16けたです。もう一度たしかめてください。")),
        ],
    )


class PasswordAgainForm(FlaskForm):
    """The password of who is in already."""

    password = PasswordField(
        _l("パスワード"),
        [
            InputRequired(_l("パスワードを入れてください。")),
            Length(max=1000, message=_l("長すぎます。200文字までにしてください。")),
        ],
    )


class PasskeyForm(FlaskForm):
    """What a browser says for a device; a script fills it in."""

    answer = HiddenField()
    next = HiddenField()


class NewPasskeyForm(FlaskForm):
    """A passkey that a device has just made, and what its owner calls it."""

    name = StringField(
        _l("機器の名前"),
        [
            DataRequired(_l("機器の名前を入れてください。")),
            Length(max=60, message=_l("60文字までにしてください。")),
        ],
    )
    answer = HiddenField()
