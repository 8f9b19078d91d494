"""What an administrator may send about a word of the dictionary."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from app.furigana.errors import WordFault
from app.furigana.models import WordKind
from app.furigana.rules import MOST_LINES
from app.ui.strings import lazy_gettext as _l

KIND_NAMES: Mapping[WordKind, Any] = {
    WordKind.PLACE: _l("町や川などの名前"),
    WordKind.FACILITY: _l("施設の名前"),
    WordKind.PERSON: _l("人の名前"),
    WordKind.OTHER: _l("そのほか"),
}

FAULTS: Mapping[WordFault, Any] = {
    WordFault.NO_WORD: _l("言葉を入れてください。"),
    WordFault.NO_KANJI: _l("漢字の入った言葉を入れてください。"),
    WordFault.TOO_LONG: _l("言葉は40字までにしてください。"),
    WordFault.SIGNS: _l("言葉には、空白や { } | 《 》 < > を使わないでください。"),
    WordFault.NO_READING: _l("読みを入れてください。"),
    WordFault.MISFIT: _l(
        "この読みは、言葉と合いません。ひらがなで書きます。送りがなは、言葉と同じにします。"
    ),
}
OF_THE_WORD = {WordFault.NO_WORD, WordFault.NO_KANJI, WordFault.TOO_LONG, WordFault.SIGNS}


def kind_field() -> RadioField:
    """Return the field of what a word names."""
    return RadioField(
        _l("種類"),
        [InputRequired(_l("種類を選んでください。"))],
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
        default=WordKind.PLACE.value,
    )


class OwnWordForm(FlaskForm):
    """One word of an organization or a course: how it is written and read."""

    surface = StringField(_l("言葉"), [DataRequired(FAULTS[WordFault.NO_WORD])])
    reading = StringField(_l("読み"), [DataRequired(FAULTS[WordFault.NO_READING])])

    def tell(self, fault: WordFault) -> None:
        """Write a fault beside the field it belongs to."""
        field = self.surface if fault in OF_THE_WORD else self.reading
        field.errors = [FAULTS[fault]]


class WordForm(OwnWordForm):
    """One word of the city's: what it names as well."""

    kind = kind_field()


class WordsForm(FlaskForm):
    """A pasted list of words of one kind."""

    lines = TextAreaField(
        _l("言葉と読み"),
        [DataRequired(_l("言葉がありませんでした。1行に1つ、言葉と読みを書いてください。"))],
    )
    kind = kind_field()
    most = MOST_LINES
