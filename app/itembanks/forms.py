"""What an author may send about a bank, an item or a list."""

import re
import uuid
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.catalog.sources.tables import KEY
from app.frameworks.queries import exists
from app.itembanks.models import LONGEST_LICENSE, LONGEST_TITLE
from app.itembanks.sources import LONGEST_KEY
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SOURCE = 20_000
GRADES = range(1, 10)
_COMMAS = re.compile(r"[\s,、，]+")


class BankForm(FlaskForm):
    """A new bank."""

    title = StringField(
        _l("問題集の名前"),
        [
            DataRequired(_l("問題集の名前を書いてください。")),
            Length(max=LONGEST_TITLE, message=_l("名前は200字までにしてください。")),
        ],
    )
    organization = SelectField(_l("もっている所"), validate_choice=False)
    license = StringField(
        _l("ライセンス"),
        [
            DataRequired(_l("ライセンスを書いてください。例: CC-BY-4.0")),
            Length(max=LONGEST_LICENSE, message=_l("ライセンスは100字までにしてください。")),
        ],
        default="CC-BY-4.0",
    )
    key = StringField(
        _l("講座のファイルでの呼び名"),
        [
            Optional(strip_whitespace=True),
            Regexp(KEY, message=_l("aからzで始まる、小文字の英数字と - だけで書いてください。")),
            Length(max=LONGEST_KEY, message=_l("呼び名は64字までにしてください。")),
        ],
    )

    @classmethod
    def for_places(cls, places: "Sequence[tuple[uuid.UUID, str]]", **given: object) -> "BankForm":
        """Offer these organizations (id and name), so that no other one is valid."""
        form = cls(**given)
        form.organization.choices = [SelectChoice(str(place), name) for place, name in places]
        return form

    def validate_organization(self, field: SelectField) -> None:
        """Take only what the list offered."""
        if field.data not in {choice.value for choice in field.choices or ()}:
            raise ValidationError(_("もっている所を選んでください。"))

    @property
    def organization_id(self) -> uuid.UUID:
        """The chosen organization."""
        return uuid.UUID(self.organization.data)


class TagsForm(FlaskForm):
    """For whom an item is, and what it shows."""

    grades = SelectMultipleField(
        _l("学年"),
        coerce=int,
        choices=[SelectChoice(grade, str(grade)) for grade in GRADES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    refs = StringField(_l("枠組みの項目"))

    @property
    def wanted_refs(self) -> tuple[str, ...]:
        """The framework items that were written."""
        return tuple(one for one in _COMMAS.split(self.refs.data or "") if one)

    def validate_refs(self, _field: StringField) -> None:
        """Take only what a framework on file has."""
        for ref in self.wanted_refs:
            if not exists(ref):
                told = _("「%(ref)s」という項目はありません。例: digcomp@3.0/4.2", ref=ref[:40])
                raise ValidationError(told)


class SourceForm(FlaskForm):
    """The text of an item, and the version that its author saw."""

    source = TextAreaField(
        _l("問題の文"),
        [
            DataRequired(_l("問題を書いてください。")),
            Length(max=LONGEST_SOURCE, message=_l("問題は20,000字までにしてください。")),
        ],
    )
    number = HiddenField()


class ListForm(FlaskForm):
    """A file with a list of questions."""

    file = FileField(_l("問題のファイル"))
