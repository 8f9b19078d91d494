"""What an administrator sends to erase somebody's records."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l


class EraseForm(FlaskForm):
    """The person's id, typed once more: a press alone must not erase."""

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
