"""What a reader may send of a mistake."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from app.mistakes.models import LONGEST_WORDS, MistakeKind
from app.mistakes.rules import Spot
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.mistakes.queries import Place

KIND_NAMES: Mapping[MistakeKind, Any] = {
    MistakeKind.WRITING: _l("字や言葉のまちがい"),
    MistakeKind.READING: _l("ふりがなのまちがい"),
    MistakeKind.CONTENT: _l("書いてあることが、ちがう"),
    MistakeKind.BROKEN: _l("うごかない、見えない"),
    MistakeKind.OTHER: _l("そのほか"),
}


class MistakeForm(FlaskForm):
    """Where the mistake is, of what sort, and some words; ``homepage`` is for machines."""

    spot = SelectField(_l("どこですか"), validate_choice=False)
    kind = RadioField(
        _l("どんなまちがいですか"),
        [InputRequired(_l("どんなまちがいか、一つえらんでください。"))],
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
    )
    words = TextAreaField(
        _l("どう直すとよいか、わかったこと"),
        [Length(max=LONGEST_WORDS, message=_l("1000文字までにしてください。"))],
    )
    homepage = StringField(_l("ここには、何も書かないでください"))
    back = HiddenField()

    @classmethod
    def for_places(cls, places: "Sequence[Place]", **given: Any) -> "MistakeForm":  # noqa: ANN401  as FlaskForm
        """Offer these places, so that no other one is valid."""
        form = cls(**given)
        form.places = {str(place.spot): place for place in places}
        form.spot.flags.required = True  # something is always chosen, the whole course as ""
        form.spot.choices = [(key, _label(place)) for key, place in form.places.items()]
        return form

    places: "dict[str, Place]"

    @property
    def place(self) -> "Place":
        """The chosen place."""
        return self.places[self.spot.data or ""]

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field was filled that no person sees."""
        return bool(self.homepage.data)

    def validate_spot(self, field: SelectField) -> None:
        """Take only what the list offered."""
        if (field.data or "") not in self.places:
            raise ValidationError(_("どこなのかを、もう一度えらんでください。"))

    def validate_words(self, field: TextAreaField) -> None:
        """Ask for words where the sort of mistake says nothing."""
        if self.kind.data == MistakeKind.OTHER and not (field.data or "").strip():
            raise ValidationError(_("どんなことか、すこし書いてください。"))


def _label(place: "Place") -> str:
    """Return a place in words; an option of a list can hold no ruby."""
    spot, child = place.spot, reader().audience == "child"
    if spot.lesson is None:
        return _("講座のぜんたい「%(title)s」", title=place.text)
    if spot.step is None:
        return _("レッスン「%(title)s」のぜんたい", title=place.text)
    if spot.item is not None:
        return _("この画面の問題「%(text)s」", text=place.text)
    if spot.block is None:
        return _("この画面のどこか") if child else _("この画面の全体、またはどこか")
    if not place.text:
        return _("上から%(n)s番目のところ", n=spot.block)
    return _("上から%(n)s番目「%(text)s」", n=spot.block, text=place.text)


def asked_spot(lesson: str, step: str) -> Spot:
    """Return where a reader comes from, as an address says; the course when it says nonsense."""
    try:
        return Spot.read("/".join(part for part in (lesson, step) if part))
    except ValueError:
        return Spot()
