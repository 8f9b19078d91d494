"""Fields of forms whose faults speak as the house does."""

import re
from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.ui.strings import gettext as _

_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class ProseField(TextAreaField):
    """Text that is kept or signed as it stands, in lines.

    Browsers send CRLF, and what is pasted holds characters that nobody sees: lines end with LF,
    and other controls are left out, which no signed document may hold.
    """

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text."""
        super().process_formdata(valuelist)
        if self.data:
            self.data = _CONTROLS.sub("", _ENDS.sub("\n", self.data))


class LineField(StringField):
    """A line that is kept or signed as it stands; what breaks it becomes a space."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the line."""
        super().process_formdata(valuelist)
        if self.data:
            self.data = _CONTROLS.sub("", _ENDS.sub("\n", self.data)).replace("\n", " ")


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
