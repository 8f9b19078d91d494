"""What is pasted, and where it is to stand."""

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from app.authoring.blocks import BLOCK_NAMES
from app.authoring.pasting.limits import LONGEST
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.authoring.places import Target

KINDS = ("docx", "html", "htm", "md", "markdown", "txt")
"""Endings of files that are read."""


class PasteForm(FlaskForm):
    """A file, or a text; what a clipboard holds as HTML comes as a file."""

    text = TextAreaField(
        _l("文"),
        description=_l(
            "ここに貼りつけます。WordやGoogleドキュメントの見出し、太字、箇条書き、表、リンクも、そのまま読み取ります。Markdownで書いてもかまいません。プリントの問題は、問題になります。"
        ),
    )
    file = FileField(
        _l("または、ファイル"),
        description=_l("Word（.docx）、ウェブページ（.html）、Markdown（.md）。2MBまでです。"),
    )

    def validate_file(self, field: FileField) -> None:
        """Ask for a file of a kind that is read, or for a text."""
        name = field.data.filename if field.data else ""
        if name and name.rpartition(".")[2].lower() not in KINDS:
            told = _("この種類のファイルは読めません。.docx、.html、.md のどれかにしてください。")
            raise ValidationError(told)
        if not name and not (self.text.data or "").strip():
            raise ValidationError(_("文を貼りつけるか、ファイルを選んでください。"))

    def read(self) -> tuple[str, bytes]:
        """Return the name and the bytes of what was sent; call it after ``validate()``."""
        if self.file.data and self.file.data.filename:
            return self.file.data.filename, self.file.data.stream.read()
        return "", (self.text.data or "").encode("utf-8", "replace")


class PlaceForm(FlaskForm):
    """Where in a lesson something is to stand; ``number`` is the draft's when that was seen."""

    place = SelectField(_l("どこに入れますか"), validate_choice=False)
    number = HiddenField()

    def offer(self, target: "Target") -> None:
        """Offer the places of a lesson, the end of it first of all."""
        self.place.choices = [
            SelectChoice(place.value, _place_name(place.kind, place.text))
            for place in target.places
        ]
        if not self.is_submitted() or not self.place.data:
            self.place.data = target.last
        self.number.data = self.number.data or str(target.number)


class PastedForm(PlaceForm):
    """The Markdown that came of it, to be looked at and changed."""

    markdown = TextAreaField(
        _l("入れる文（Markdown）"),
        [DataRequired(_l("入れる文がありません。もう一度貼りつけてください。"))],
        description=_l("ここで直してから入れることもできます。"),
    )

    def validate_markdown(self, field: TextAreaField) -> None:
        """Take no more than a lesson should hold."""
        if len(field.data or "") > 2 * LONGEST:
            raise ValidationError(_("文が長すぎます。分けて入れてください。"))


def _place_name(kind: str, text: str) -> str:
    name: Any = BLOCK_NAMES.get(kind, kind)
    if kind == "front":
        return _("レッスンのはじめ")
    return (
        _("%(kind)s「%(text)s」の後ろ", kind=name, text=text)
        if text
        else _("%(kind)sの後ろ", kind=name)
    )
