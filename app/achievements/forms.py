"""What may be sent about achievements and awards."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.achievements import rules
from app.achievements.service.describing import Description
from app.catalog.edition import Field as CityField
from app.credentials import results
from app.credentials.openbadges import AchievementKind
from app.credentials.results import ResultFacts, ResultKind
from app.frameworks import queries as frameworks
from app.ui.fields import CountField, DayField, LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.achievements.models import Achievement
    from app.catalog.queries import CourseCard

KIND_NAMES: Mapping[AchievementKind, Any] = {
    AchievementKind.PATH: _l("学びの道すじ（いくつかの講座）"),
    AchievementKind.PROJECT: _l("プロジェクト"),
    AchievementKind.WORKSHOP: _l("研修やワークショップへの参加"),
    AchievementKind.AWARD: _l("そのほかの授与"),
}
AUDIENCE_NAMES: Mapping[str, Any] = {
    "child": _l("子ども"),
    "citizen": _l("市民"),
    "staff": _l("市の職員"),
}
FIELD_NAMES: Mapping[CityField, Any] = {
    CityField.PROTECT: _l("まもる"),
    CityField.DISCERN: _l("見ぬく"),
    CityField.CONNECT: _l("つながる"),
    CityField.CREATE: _l("つくる"),
    CityField.LIVE: _l("くらす"),
}
WHY: Mapping[str, Any] = {
    "closed": _l("この証明は、もう出していません。まだ何も出していません。"),
    "nobody": _l("出す人を、1人以上選んでください。"),
}
MOST_MONTHS = 240
MOST_TOLD = 5
_CHOSEN = InputRequired(_l("一覧から選んでください。"))


class AchievementForm(FlaskForm):
    """What can be achieved."""

    name = LineField(
        _l("名前"),
        [
            DataRequired(_l("名前を入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )
    kind = ListField(_l("種類"), [_CHOSEN], coerce=AchievementKind)
    organization = ListField(_l("出す組織"), [_CHOSEN])
    audience = ListField(_l("だれのための証明ですか"), [_CHOSEN])
    description = ProseField(
        _l("何ができるようになったか"),
        [
            DataRequired(_l("何ができるようになったかを、ひとことで入れてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )
    criteria = ProseField(
        _l("条件"),
        [
            DataRequired(_l("何をした人に出すのかを入れてください。")),
            Length(max=1000, message=_l("1,000文字までにしてください。")),
        ],
    )
    can_do = ProseField(_l("できること"), [Length(max=2000)])
    courses = SelectMultipleField(
        _l("修了する講座"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    skills = TextAreaField(_l("スキルと段階"), [Length(max=2000)])
    results = TextAreaField(_l("結果"), [Length(max=1000)])
    field = ListField(_l("色と文様"), [_CHOSEN])
    valid_months = CountField(_l("有効な月の数"), [Optional()])

    def offering(
        self, places: Iterable[tuple[uuid.UUID, str]], courses: "Iterable[CourseCard]"
    ) -> "AchievementForm":
        """Give the lists their choices."""
        self.kind.choices = [(kind, str(name)) for kind, name in KIND_NAMES.items()]
        self.organization.choices = [(str(place), name) for place, name in places]
        self.audience.choices = [(key, str(name)) for key, name in AUDIENCE_NAMES.items()]
        self.field.choices = [(key.value, str(name)) for key, name in FIELD_NAMES.items()]
        self.courses.choices = [(card.slug, card.outline.title.plain) for card in courses]
        return self

    @classmethod
    def of(cls, row: "Achievement") -> "AchievementForm":
        """Return the form of an achievement, with how it is described now filled in."""
        skills = "\n".join(f"{ref} {level}" for ref, level in row.skills["skills"])
        return cls(
            name=row.name,
            kind=row.kind,
            organization=str(row.organization_id),
            audience=row.audience,
            description=row.description,
            criteria=row.criteria,
            can_do="\n".join(row.can_do),
            courses=list(row.courses),
            skills=skills,
            results="\n".join(map(rules.result_line, results.read(row.results))),
            field=row.field,
            valid_months=row.valid_months,
        )

    def told(self) -> Description:
        """Return what was sent; call it after ``validate()``."""
        is_path = self.kind.data is AchievementKind.PATH
        return Description(
            organization_id=uuid.UUID(self.organization.data),
            kind=self.kind.data,
            name=self.name.data.strip(),
            description=self.description.data.strip(),
            criteria=self.criteria.data.strip(),
            can_do=tuple(rules.lines_of(self.can_do.data or "")),
            skills=tuple(
                skill
                for line in rules.lines_of(self.skills.data or "")
                if (skill := rules.read_skill(line)) is not None
            ),
            field=self.field.data,
            audience=self.audience.data,
            valid_months=self.valid_months.data,
            courses=tuple(self.courses.data) if is_path else (),
            results=tuple(
                filter(None, map(rules.read_result, rules.lines_of(self.results.data or "")))
            ),
        )

    def validate_results(self, field: TextAreaField) -> None:
        """Take results that can be read, each once; none of children, none of a path."""
        told = list(rules.lines_of(field.data or ""))
        found = [rules.read_result(line) for line in told]
        unread = next((line for line, one in zip(told, found, strict=True) if one is None), None)
        if unread is not None:
            raise ValidationError(
                _(
                    "「%(line)s」は、結果として読めません。"
                    "「発表: もう少し／よい／とてもよい」のように入れてください。",
                    line=unread,
                )
            )
        if len({one.name for one in found if one}) < len(found) or len(found) > rules.MOST_RESULTS:
            raise ValidationError(_("結果は5つまで、ちがう名前で入れてください。"))
        if told and (self.audience.data == "child" or self.kind.data is AchievementKind.PATH):
            raise ValidationError(
                _("子どもの証明と、学びの道すじには、結果を書けません。空にしてください。")
            )

    def validate_courses(self, field: SelectMultipleField) -> None:
        """A path has two courses or more, out of those offered."""
        known = {slug for slug, _title in field.choices}
        if self.kind.data is AchievementKind.PATH and len(set(field.data) & known) < 2:  # noqa: PLR2004
            raise ValidationError(_("学びの道すじには、講座を2つ以上選んでください。"))

    def validate_skills(self, field: TextAreaField) -> None:
        """Take refs and levels that the frameworks know, one a line."""
        for line in rules.lines_of(field.data or ""):
            skill = rules.read_skill(line)
            item = frameworks.find_item(skill[0]) if skill else None
            if skill is None or item is None or item.level(skill[1]) is None:
                raise ValidationError(
                    _(
                        "「%(line)s」というスキルと段階は、枠組みにありません。"
                        "「dss-l@1.2/T5 2」のように入れてください。",
                        line=line,
                    )
                )

    def validate_valid_months(self, field: CountField) -> None:
        """Twenty years at most."""
        if field.data is not None and field.data > MOST_MONTHS:
            raise ValidationError(
                _("1から240までの数字を入れてください。空なら、期限はありません。")
            )


class AwardForm(FlaskForm):
    """Who is awarded, when, and how they earned it; ``told_in`` adds the achievement's results."""

    people = SelectMultipleField(
        _l("出す人"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    logins = TextAreaField(_l("ログインIDかメールアドレスで加える"), [Length(max=200_000)])
    awarded_on = DayField(_l("証明の日"), [InputRequired(_l("日付を入れてください。"))])
    evidence = ProseField(
        _l("どのように"),
        [
            DataRequired(_l("何をして受けたのかを、本人に伝わるように入れてください。")),
            Length(max=1000, message=_l("1,000文字までにしてください。")),
        ],
    )
    reason = TextAreaField(
        _l("出すわけ"),
        [
            DataRequired(_l("あとで説明できるように、出すわけを入れてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )

    told: tuple[ResultFacts, ...] = ()
    """The results that may be told, each in the field ``result_<its place>``."""

    latest: date = date.max
    """The last day that a credential may bear: the present one."""

    @classmethod
    def until(cls, day: date, **filled: Any) -> "AwardForm":  # noqa: ANN401  what fields hold
        """Return a form for credentials of a day or before it."""
        form = cls(**filled)
        form.latest = day
        for one, field in zip(form.told, form.result_fields, strict=True):
            if one.kind is ResultKind.STEP:
                field.choices = [("", _("書かない")), *((step, step) for step in one.steps)]
        return form

    @classmethod
    def told_in(cls, told: tuple[ResultFacts, ...]) -> "type[AwardForm]":
        """Return the form with a field for each result; they may stay empty."""
        fields = {f"result_{n}": _result_field(one) for n, one in enumerate(told)}
        return type(cls.__name__, (cls,), {**fields, "told": told})

    @property
    def result_fields(self) -> list[Any]:
        """The fields of the results, in their order."""
        return [self[f"result_{n}"] for n in range(len(self.told))]

    def values(self) -> results.Values:
        """Return what was told of each result; call it after ``validate()``."""
        pairs = zip(self.told, self.result_fields, strict=True)
        return tuple((one.name, _clean(field.data)) for one, field in pairs if _clean(field.data))

    def offering(self, people: Sequence[tuple[str, str]]) -> "AwardForm":
        """Give the list of people its choices: ids and names."""
        self.people.choices = list(people)
        return self

    def chosen(self) -> list[uuid.UUID]:
        """Return the ids that were ticked; what is no id is nobody's."""
        return [one for text in self.people.data or () if (one := _id_of(text)) is not None]

    def validate_awarded_on(self, field: DayField) -> None:
        """No day to come: what is not done yet is not vouched for."""
        if field.data is not None and field.data > self.latest:
            raise ValidationError(_("今日か、それより前の日にしてください。"))


class WithdrawForm(FlaskForm):
    """Why a whole batch is taken back."""

    reason = TextAreaField(
        _l("取り消すわけ"),
        [
            DataRequired(_l("本人に伝わるように、わけを入れてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )


WHY_NOT: Mapping[str, Any] = {
    "asked": _l("もう、取り消しを求めた人がいます。何も変わっていません。"),
    "not_asked": _l("取り消しを求めた人が、いまはいません。何も変わっていません。"),
    "agreed": _l("もう同意されていて、取り消しています。"),
    "same_person": _l("求めた人とはちがう人の同意が必要です。何も変わっていません。"),
}
"""Why a batch is not taken back, or goes on being."""


def _result_field(facts: ResultFacts) -> Any:  # noqa: ANN401  an unbound field
    def fits(_form: FlaskForm, field: StringField) -> None:
        value = _clean(field.data)
        if value and not facts.takes(value):
            raise ValidationError(
                _("0から100までの数字を入れてください。")
                if facts.kind is ResultKind.PERCENT
                else _("100文字までの、ふつうの文字で入れてください。")
            )

    if facts.kind is not ResultKind.STEP:
        return StringField(facts.name, [fits])
    return ListField(facts.name, [Optional()])


def _clean(typed: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed or "").split())


def unknown(logins: Iterable[str], found: Mapping[str, uuid.UUID]) -> str:
    """Return the first of the logins that nobody here has, for a sentence; empty for none."""
    lost = [one for one in logins if one not in found]
    return "、".join(lost[:MOST_TOLD]) + ("…" if len(lost) > MOST_TOLD else "")


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
