"""Fields of forms whose faults speak as the house does."""

from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.validators import ValidationError

from app.ui.strings import gettext as _


class ListField(SelectField):
    """A choice from a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent; a value of another kind is none of the list."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("一覧から選んでください。")) from None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  WTForms ships no types
        """Take only what the list offered."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_("一覧から選んでください。")) from None


class DayField(DateField):
    """A day."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day as browsers send it; an empty one is left to the validators."""
        if valuelist == [""]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("日付を「2026-04-01」の形で入れてください。")) from None


class CountField(StringField):
    """A whole number from 1 to 999, in any width of digits, or nothing."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; ``data`` is an int or None."""
        typed = (valuelist or [""])[0].strip()
        if not typed:
            self.data = None
            return
        if not typed.isdecimal() or not 1 <= int(typed) <= 999:  # noqa: PLR2004  three digits
            raise ValueError(_("1から999までの数字で入れてください。"))
        self.data = int(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


def tell(field: Any, sentence: object) -> None:  # noqa: ANN401  WTForms ships no types
    """Add what a service found to a field, so that the page shows it beside what was typed."""
    field.errors = [*field.errors, str(sentence)]
