"""What may be sent about needs and offers."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.contributions.rules import MOST_HOURS, MOST_PUPILS, NeedKind, minutes_of
from app.contributions.service import Asked, Given
from app.frameworks import queries as frameworks
from app.ui.fields import CountField, DayField, LineField, ListField, ProseField
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from datetime import date

    from app.frameworks.models import FrameworkItem
    from app.identity.person import PostView

KINDS: Mapping[NeedKind, Any] = {
    NeedKind.SKILL: _l("できる人"),
    NeedKind.HOURS: _l("時間（手伝い）"),
    NeedKind.PLACE: _l("場所"),
    NeedKind.THING: _l("もの"),
}
FAULTS: Mapping[str, Any] = {
    "minor": _l("「できる」は、先生が学校の名前で出します。何も送られていません。"),
    "school": _l("自分が先生をしている学校を選んでください。"),
    "pupils": _l("何人で行けるかを入れてください。"),
    "over": _l("この「もとむ」は、もう終わっています。何も変わっていません。"),
    "twice": _l(
        "もう「できる」を送っています。「わたしのできる」で、いまのようすを見てください。"
    ),
    "own": _l("自分が出した「できる」には、ほかの担当者が答えます。"),
    "settled": _l("先に、ほかの操作がすんでいました。いまのようすを見てください。"),
    "ended": _l("この企画は終わっています。読むことはできます。"),
}
MOST_FOUND = 30


def _needed(words: object, longest: int) -> list[Any]:
    return [DataRequired(words), *_short(longest)]


def _short(longest: int) -> list[Any]:
    return [Length(max=longest, message=_l("%(n)s文字までにしてください。", n=longest))]


class HoursField(StringField):
    """Hours in halves, in any width of digits; ``data`` is minutes, or None."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the hours."""
        typed = (valuelist or [""])[0].strip().replace("．", ".")
        if not typed:
            self.data = None
            return
        try:
            hours = float(typed)
        except ValueError:
            hours = -1.0
        if not 0 <= hours <= MOST_HOURS:
            raise ValueError(
                _("0から%(n)sまでの数字で、時間で入れてください（例：1.5）。", n=MOST_HOURS)
            )
        self.data = minutes_of(hours)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


class NeedForm(FlaskForm):
    """What is needed."""

    kind = RadioField(_l("何をもとめますか"), [InputRequired(_l("どれかを選んでください。"))])
    title = LineField(
        _l("ひとことで言うと"), _needed(_l("もとめるものを、ひとことで入れてください。"), 80)
    )
    words = ProseField(_l("くわしく"), _short(400))
    hours = CountField(_l("合わせて何時間くらいですか"))
    place = LineField(_l("場所"), _short(80))
    until = DayField(_l("いつまでに"))
    item = ListField(_l("役に立つ力"), default="")
    search = StringField(_l("役に立つ力をさがす"), [Length(max=60)])

    def offering(self) -> "NeedForm":
        """Give the kinds, the items that the search means, and the one that was picked."""
        self.kind.choices = [(kind.value, str(name)) for kind, name in KINDS.items()]
        found: dict[str, FrameworkItem] = {}
        picked = frameworks.find_item(self.item.data or "")
        if picked is not None:
            found[picked.ref] = picked
        if (self.search.data or "").strip():
            for one in frameworks.search_items(self.search.data.strip())[:MOST_FOUND]:
                found.setdefault(one.ref, one)
        locale = reader().locale
        self.item.choices = [
            ("", _("書かない")),
            *((one.ref, f"{one.code} {one.label.of(locale)}") for one in found.values()),
        ]
        return self

    def refuse_past(self, today: "date") -> None:
        """Say that a day has passed; call it after ``validate``."""
        if self.until.data is not None and self.until.data < today:
            self.until.errors = [*self.until.errors, _("きょうより後の日にしてください。")]

    def asked(self) -> Asked:
        """Return what is asked for; only after ``validate``."""
        return Asked(
            kind=NeedKind(self.kind.data),
            title=self.title.data.strip(),
            words=(self.words.data or "").strip(),
            hours=self.hours.data,
            place=(self.place.data or "").strip(),
            item=self.item.data or "",
            until=self.until.data,
        )


class OfferForm(FlaskForm):
    """What somebody can give; whoever teaches may say it for their school."""

    words = ProseField(
        _l("何ができますか"), _needed(_l("何ができるかを、ひとことで書いてください。"), 400)
    )
    hours = CountField(_l("何時間くらいできますか"))
    organization_id = ListField(_l("だれとして"), default="")
    pupils = CountField(_l("学校として出すときは、何人で行けますか"))

    def offering(self, posts: "Iterable[PostView]") -> "OfferForm":
        """Give the schools for which somebody speaks."""
        self.organization_id.choices = [
            ("", _("わたし個人として")),
            *((str(one.organization_id), one.organization_name) for one in posts),
        ]
        return self

    def validate_pupils(self, field: CountField) -> None:
        """Ask a school how many would come."""
        if self.organization_id.data and not field.data:
            raise ValidationError(str(FAULTS["pupils"]))
        if field.data and field.data > MOST_PUPILS:
            raise ValidationError(_("%(n)s人までにしてください。", n=MOST_PUPILS))

    def given(self) -> Given:
        """Return what is given; only after ``validate``."""
        place = self.organization_id.data
        return Given(
            self.words.data.strip(),
            self.hours.data,
            uuid.UUID(place) if place else None,
            self.pupils.data if place else None,
        )


class AnswerForm(FlaskForm):
    """The answer to an offer, with how it goes on."""

    reply = ProseField(
        _l("伝えること"), _needed(_l("いつ、どこで、何をするかを書いてください。"), 400)
    )
    is_met = BooleanField(_l("これで足りたので、「もとむ」を終える"))


class DoneForm(FlaskForm):
    """What was given."""

    hours = HoursField(
        _l("かかった時間"),
        [InputRequired(_l("時間を入れてください。場所やものなら、0です。"))],
    )


class ThanksForm(FlaskForm):
    """Words of thanks."""

    words = ProseField(_l("お礼のことば"), _needed(_l("お礼のことばを書いてください。"), 300))
