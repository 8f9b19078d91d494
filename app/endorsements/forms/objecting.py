"""What is sent to contest something, and to settle that."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired, ValidationError

from app.endorsements.forms.words import FAULTS, reason
from app.endorsements.rules import Outcome
from app.endorsements.service import Answer
from app.ui.fields import ListField, ProseField
from app.ui.reader import reader
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.endorsements.models import Contest
    from app.frameworks.models import FrameworkItem

WAYS: Mapping[Outcome, Any] = {
    Outcome.UPHELD: _l("そのままにする（証明は正しい）"),
    Outcome.CORRECTED: _l("直す（レベルを変える）"),
    Outcome.WITHDRAWN: _l("数えるのをやめる"),
}
MENDED: Mapping[Outcome, Any] = {
    Outcome.CORRECTED: _l("証明を訂正した"),
    Outcome.WITHDRAWN: _l("証明を取り消した"),
}
"""What the ways are called where the credential has been mended before."""


class ContestForm(FlaskForm):
    """What is wrong."""

    words = ProseField(_l("どこがちがうか"), reason(_l("どこがちがうかを書いてください。")))


class SettleForm(FlaskForm):
    """How a contest ends, and why."""

    outcome = RadioField(
        _l("どうするか"),
        [InputRequired(_l("どうするかを選んでください。"))],
        validate_choice=False,
    )
    level = ListField(_l("正しいレベル"))
    reason = ProseField(_l("わけ"), reason(_l("本人に伝わるわけを書いてください。"), longest=400))

    current: int = 0

    @classmethod
    def about(
        cls, found: "Contest", item: "FrameworkItem | None", possible: tuple[Outcome, ...]
    ) -> "SettleForm":
        """Return the form with the ways that are open."""
        form = cls()
        form.current = found.level
        names = MENDED if Outcome.UPHELD not in possible else WAYS
        form.outcome.choices = [(one.value, str(names[one])) for one in possible]
        form.level.choices = [
            ("", str(_l("変えない"))),
            *(
                (str(one.number), f"{one.number} {one.label.of(reader().locale)}")
                for one in (item.levels if item else ())
            ),
        ]
        if not form.asks_level:
            del form.level
        return form

    def validate_outcome(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_l("一覧から選んでください。"))

    @property
    def asks_level(self) -> bool:
        """Whether a correction changes the level here."""
        offered = {value for value, _name in self.outcome.choices}
        return {Outcome.UPHELD.value, Outcome.CORRECTED.value} <= offered

    def validate_level(self, field: ListField) -> None:
        """A correction says to which level."""
        is_needed = self.asks_level and self.outcome.data == Outcome.CORRECTED
        if is_needed and field.data in ("", str(self.current), None):
            raise ValidationError(FAULTS["level"])

    def told(self) -> Answer:
        """Return what was sent; call it after ``validate()``."""
        outcome = Outcome(self.outcome.data)
        level = int(self.level.data) if self.asks_level and self.level.data else None
        return Answer(
            outcome,
            self.reason.data.strip(),
            level if outcome is Outcome.CORRECTED else None,
        )
