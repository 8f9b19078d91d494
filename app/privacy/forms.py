"""What somebody sends to have everything erased."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l


class EraseMyselfForm(FlaskForm):
    """The password, typed again: a press alone must not erase."""

    password = PasswordField(
        _l("今のパスワード"), [DataRequired(_l("今のパスワードを入れてください。"))]
    )


class MergeForm(FlaskForm):
    """The id of the account that closes, typed once more."""

    typed = StringField(
        _l("閉じる登録のID"),
        [DataRequired(_l("閉じる登録のIDを入れてください。IDがなければ、氏名を入れてください。"))],
    )

    def __init__(self, expected: str) -> None:
        """Wait for ``expected``."""
        super().__init__()
        self._expected = expected

    def validate_typed(self, field: StringField) -> None:
        """Take only the id of the account that closes."""
        if (field.data or "").strip().casefold() != self._expected.casefold():
            raise ValidationError(
                _(
                    "閉じる登録のID（IDがなければ氏名）とちがいます。まだ何も変わっていません。"
                    "上に書いてあるとおりに入れてください。"
                )
            )


class ErasePersonForm(FlaskForm):
    """The person's id, typed once more, and who asked for it."""

    asked_by = RadioField(
        _l("だれから頼まれましたか"),
        [DataRequired(_l("だれから頼まれたかを選んでください。"))],
        choices=[
            SelectChoice("person", _l("本人")),
            SelectChoice("guardian", _l("保護者")),
            SelectChoice("school", _l("学校や所属")),
        ],
    )
    typed = StringField(
        _l("消す人のID"),
        [DataRequired(_l("消す人のIDを入れてください。IDのない人は、氏名を入れてください。"))],
    )

    def __init__(self, expected: str) -> None:
        """Wait for ``expected``."""
        super().__init__()
        self._expected = expected

    def validate_typed(self, field: StringField) -> None:
        """Take only the person's own id."""
        if (field.data or "").strip().casefold() != self._expected.casefold():
            raise ValidationError(
                _(
                    "この人のID（IDのない人は氏名）とちがいます。まだ何も消していません。"
                    "上に書いてあるとおりに入れてください。"
                )
            )
