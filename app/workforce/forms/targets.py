"""What may be sent about targets."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.frameworks import queries as frameworks
from app.ui.fields import ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workforce import rules
from app.workforce.forms.profiles import lines_of
from app.workforce.models import Counts, Unit
from app.workforce.rules import GRADES
from app.workforce.service.targets import Goal

if TYPE_CHECKING:
    from app.talent.queries.staff import Departments
    from app.workforce.models import Target
    from app.workforce.queries import Profile

COUNT_NAMES: Mapping[Counts, Any] = {
    Counts.PROFILE: _l("役割の求める力に、すべて届いた人"),
    Counts.ITEM: _l("項目のレベルに届いた人"),
    Counts.ACHIEVEMENT: _l("証明を持つ人"),
}
UNIT_NAMES: Mapping[Unit, Any] = {Unit.PEOPLE: _l("人数"), Unit.RATE: _l("割合（％）")}
WHOLE = 100
_CHOSEN = InputRequired(_l("一覧から選んでください。"))


def read_item(text: str | None) -> tuple[str, int] | None:
    """Read 「dss-l@1.2/T5 2」; None for what no framework knows."""
    ref, _space, level = (text or "").strip().partition(" ")
    item = frameworks.find_item(ref)
    number = int(level) if level.isascii() and level.isdecimal() and len(level) < 3 else 0  # noqa: PLR2004
    return (ref, number) if item is not None and item.level(number) is not None else None


class TargetForm(FlaskForm):
    """How many are wanted by which day."""

    name = StringField(
        _l("目標の名前"),
        [
            DataRequired(_l("目標の名前を入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )
    reason = TextAreaField(_l("どこで決まったか"), [Length(max=400)])
    counts = ListField(_l("だれを数えるか"), [_CHOSEN], coerce=Counts)
    profile = ListField(_l("役割"))
    item = StringField(_l("項目とレベル"), [Length(max=90)])
    achievement = ListField(_l("証明"))
    organization = ListField(_l("どこの目標か"))
    unit = ListField(_l("目標の数え方"), [_CHOSEN], coerce=Unit)
    steps = TextAreaField(
        _l("いつまでに、いくつ"), [DataRequired(_l("日付と数を、1行に1つ入れてください。"))]
    )
    sections = TextAreaField(_l("所属ごとの目標の数"), [Length(max=10_000)])
    grades = TextAreaField(
        _l("評価の決まり"), [DataRequired(_l("評価の決まりを入れてください。"))]
    )

    paths: Mapping[str, uuid.UUID]
    """The full name of each department → its id; ``offering`` fills it."""

    @classmethod
    def of(cls, row: "Target | None") -> "TargetForm":
        """Return the form of a new target, or one that is filled with what is wanted."""
        if row is None:
            return cls(grades="\n".join(f"{letter} {least}" for letter, least in GRADES))
        return cls(
            name=row.name,
            reason=row.reason,
            counts=row.counts,
            profile=str(row.profile_id or ""),
            item=f"{row.item_ref} {row.level}" if row.item_ref else "",
            achievement=str(row.achievement_id or ""),
            organization=str(row.organization_id or ""),
            unit=row.unit,
            steps="\n".join(f"{day} {goal}" for day, goal in row.steps["steps"]),
            grades="\n".join(f"{letter} {least}" for letter, least in row.grades["grades"]),
        )

    def offering(
        self,
        profiles: "Iterable[Profile]",
        achievements: Iterable[tuple[uuid.UUID, str]],
        tree: "Departments",
    ) -> "TargetForm":
        """Give the lists their choices."""
        none = ("", _("選ばない"))
        self.counts.choices = [(key, str(name)) for key, name in COUNT_NAMES.items()]
        self.unit.choices = [(key, str(name)) for key, name in UNIT_NAMES.items()]
        self.profile.choices = [none, *((str(one.id), one.name) for one in profiles)]
        self.achievement.choices = [none, *((str(id_), name) for id_, name in achievements)]
        self.paths = {
            unicodedata.normalize("NFKC", one.path): one.id
            for one in tree.ordered
            if one.parent_id
        }
        self.organization.choices = [
            ("", _("市全体")),
            *((str(one.id), one.path) for one in tree.ordered if one.parent_id),
        ]
        return self

    def told(self) -> Goal:
        """Return what was sent; call it after ``validate()``."""
        counts = self.counts.data
        return Goal(
            name=self.name.data.strip(),
            reason=(self.reason.data or "").strip(),
            counts=counts,
            unit=self.unit.data,
            profile_id=uuid.UUID(self.profile.data) if counts is Counts.PROFILE else None,
            item=read_item(self.item.data) if counts is Counts.ITEM else None,
            achievement_id=(
                uuid.UUID(self.achievement.data) if counts is Counts.ACHIEVEMENT else None
            ),
            organization_id=(
                uuid.UUID(self.organization.data) if self.organization.data else None
            ),
            steps=tuple(
                step for line in lines_of(self.steps.data) if (step := rules.read_step(line))
            ),
            grades=tuple(
                pair for line in lines_of(self.grades.data) if (pair := rules.read_grade(line))
            ),
        )

    @property
    def example(self) -> str:
        """A line that sets a number for a department."""
        return f"{next(iter(self.paths), '')} 5".strip()

    def goals(self) -> list[Goal]:
        """Return what was sent, and the goal of each department named; after ``validate()``.

        A department's goal is for the last of the days.
        """
        whole = self.told()
        last = max(one.by for one in whole.steps)
        return [
            whole,
            *(
                replace(
                    whole, organization_id=self.paths[place], steps=(rules.Step(last, number),)
                )
                for line in lines_of(self.sections.data)
                if (found := rules.read_share(line))
                for place, number in [found]
            ),
        ]

    def validate_sections(self, field: TextAreaField) -> None:
        """A department and a number a line, each department once."""
        found = [rules.read_share(line) for line in lines_of(field.data)]
        known = [one for one in found if one and one[0] in self.paths]
        if len(known) < len(found) or len({place for place, _n in known}) < len(known):
            raise ValidationError(
                _(
                    "所属の名前と数を、「%(line)s」のように、所属ごとに1行で入れてください。",
                    line=self.example,
                )
            )
        if self.unit.data is Unit.RATE and any(number > WHOLE for _place, number in known):
            raise ValidationError(_("割合は、100までの数にしてください。"))

    def validate_profile(self, field: ListField) -> None:
        """A role, where one counts."""
        if self.counts.data is Counts.PROFILE and not field.data:
            raise ValidationError(_("どの役割の人を数えるかを選んでください。"))

    def validate_item(self, field: StringField) -> None:
        """An item with a level of its scale, where one counts."""
        if self.counts.data is Counts.ITEM and read_item(field.data) is None:
            raise ValidationError(
                _("枠組みの項目とレベルを、「dss-l@1.2/T5 2」のように入れてください。")
            )

    def validate_achievement(self, field: ListField) -> None:
        """An achievement, where one counts."""
        if self.counts.data is Counts.ACHIEVEMENT and not field.data:
            raise ValidationError(_("どの証明を数えるかを選んでください。"))

    def validate_steps(self, field: TextAreaField) -> None:
        """A day and a number a line; each day once; no more than all."""
        found = [rules.read_step(line) for line in lines_of(field.data)]
        days = [one.by for one in found if one]
        if None in found or len(set(days)) < len(days):
            raise ValidationError(
                _("日付と数を、「2027-03-31 60」のように、1行に1つ、日付ごとに1回入れてください。")
            )
        if self.unit.data is Unit.RATE and any(one.goal > WHOLE for one in found if one):
            raise ValidationError(_("割合は、100までの数にしてください。"))

    def validate_grades(self, field: TextAreaField) -> None:
        """Letters from best to worst, down to 0."""
        found = [rules.read_grade(line) for line in lines_of(field.data)]
        if None in found or not rules.are_grades([one for one in found if one]):
            raise ValidationError(
                _("「A 100」のように、よいほうから1行に1つ入れ、最後は0にしてください。")
            )
