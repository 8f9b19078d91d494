"""What may be said of a course that begins."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.authoring.starting.course_file import Head
from app.authoring.starting.romaji import address_of, reading_of
from app.authoring.starting.service import Wanted
from app.catalog.content import Text
from app.i18n.notation import parse
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.authoring.starting.starters import Starter
    from app.identity.queries import OrganizationNode

AUDIENCE_NAMES: Final[Mapping[str, Any]] = {
    "child": _l("子ども"),
    "citizen": _l("市民"),
    "staff": _l("市の職員"),
}
FIELD_NAMES: Final[Mapping[str, Any]] = {
    "protect": _l("守る"),
    "discern": _l("見分ける"),
    "connect": _l("つながる"),
    "create": _l("つくる・学ぶ"),
    "live": _l("暮らし・手続き"),
}
LAST_GRADE: Final = 9
_LONGEST_TITLE: Final = 100
_TOO_LONG: Final = Length(max=_LONGEST_TITLE, message=_l("100文字までにしてください。"))


def _choices(names: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, name) for value, name in names.items()]


class NameForm(FlaskForm):
    """What a course is called, and how that is read: its address is made of the reading."""

    title = StringField(
        _l("講座の題"),
        [DataRequired(_l("講座の題を入れてください。例: ネットの写真と肖像権")), _TOO_LONG],
        filters=[lambda text: text and " ".join(text.split())],
    )
    reading = StringField(
        _l("題の読み"),
        [_TOO_LONG],
        description=_l(
            "ひらがなで書きます。言葉の間に空白を入れると、そこで区切ります。講座のアドレス（ローマ字）になり、あとで変えられません。題がかなだけなら、書かなくてもかまいません。"
        ),
    )

    def validate_title(self, field: StringField) -> None:
        """Take ruby notation only where it is whole."""
        _expect_notation(field)

    def validate_reading(self, field: StringField) -> None:
        """Ask for kana where the title cannot be read without them."""
        if self.title.data and not self.address:
            told = _("漢字の読みが分かりません。題の読みを、ひらがなで書いてください。")
            raise ValidationError(told)
        field.data = (field.data or "").strip()

    @property
    def address(self) -> str:
        """The address that was meant; "" when the title cannot be read."""
        written = (self.reading.data or "").strip()
        return address_of(written or reading_of(Text.of(self.title.data or "")))

    @property
    def wanted(self) -> Wanted:
        """What was sent; call it after ``validate()``."""
        return Wanted(self.address, self.title.data or "")


class NewCourseForm(NameForm):
    """A new course: the name, for whom it is, and who makes it."""

    can_do = StringField(
        _l("できるようになること"),
        [_TOO_LONG],
        description=_l(
            "「〜できる」の形で、1つ書きます。めあてになります。"
            "例: 写真をのせる前に、たしかめることを見つけられる"
        ),
    )
    source = StringField(
        _l("もとにした資料"),
        [_TOO_LONG],
        description=_l("本やウェブページの名前です。自分で考えたときは、「自作」と書きます。"),
    )
    audience = SelectField(_l("だれのための講座"), choices=_choices(AUDIENCE_NAMES))
    grades = SelectMultipleField(
        _l("学年"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("子どものための講座だけ、選びます。いくつでも選べます。"),
    )
    field = SelectField(_l("分野"), choices=_choices(FIELD_NAMES))
    author = SelectField(
        _l("つくる組織"), description=_l("講座のページに「つくった人」と出ます。")
    )

    @classmethod
    def offering(
        cls, starter: "Starter", places: "Sequence[OrganizationNode]", own: str
    ) -> "NewCourseForm":
        """Return the form with what usually holds filled in.

        Args:
            starter: For whom the course usually is.
            places: The organizations that may have made it.
            own: The id of the one that is likeliest.
        """
        form = cls(audience=starter.audience, grades=list(starter.grades), author=own)
        form.grades.choices = [SelectChoice(n, _grade(n)) for n in range(1, LAST_GRADE + 1)]
        form.author.choices = [
            SelectChoice("", _("書かない")),
            *(SelectChoice(str(one.id), one.name) for one in places),
        ]
        form.places = {str(one.id): one for one in places}
        return form

    places: "dict[str, OrganizationNode]"

    def validate_can_do(self, field: StringField) -> None:
        """Take ruby notation only where it is whole."""
        _expect_notation(field)

    def validate_source(self, field: StringField) -> None:
        """Take ruby notation only where it is whole."""
        _expect_notation(field)

    def validate_grades(self, field: SelectMultipleField) -> None:
        """Ask for grades where children learn."""
        if self.audience.data == "child" and not field.data:
            raise ValidationError(_("子どものための講座は、学年を1つ以上選んでください。"))

    @property
    def head(self) -> Head:
        """What was sent; call it after ``validate()``."""
        place = self.places.get(self.author.data or "")
        return Head(
            title=self.title.data or "",
            audience=self.audience.data,
            grades=tuple(sorted(self.grades.data)) if self.audience.data == "child" else (),
            field=self.field.data,
            author=(place.name, place.kind.value) if place else None,
            can_do=" ".join((self.can_do.data or "").split()),
            source=" ".join((self.source.data or "").split()),
        )


def _expect_notation(field: StringField) -> None:
    if parse(field.data or "").faults:
        told = _("ふりがなの記号が読めません。{ と } で閉じているか、確かめてください。")
        raise ValidationError(told)


def _grade(number: int) -> str:
    primary = 6
    if number <= primary:
        return _("小学%(n)s年生", n=number)
    return _("中学%(n)s年生", n=number - primary)
