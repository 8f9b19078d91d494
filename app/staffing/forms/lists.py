"""What may be sent about short lists."""

import uuid
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, Length

from app.staffing.models import Listed
from app.staffing.rules import Stage
from app.staffing.service.lists import Project
from app.ui.fields import LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.staffing.forms.skills import Picker
    from app.staffing.models import ShortList
    from app.ui.strings import Lazy
    from app.workforce.models import PlanItem
    from app.workforce.queries import Profile

STAGES: "Mapping[Stage, Lazy]" = {
    Stage.CONSIDERED: _l("候補"),
    Stage.ASKED: _l("声をかけた"),
    Stage.DECIDED: _l("決まった"),
    Stage.PASSED: _l("見送り"),
}
MOST_PEOPLE = 100


class ListForm(FlaskForm):
    """A project: its name, what it is for, and what it needs."""

    name = LineField(
        _l("プロジェクトの名前"),
        [
            DataRequired(_l("プロジェクトの名前を入れてください。")),
            Length(max=80, message=_l("80文字までにしてください。")),
        ],
    )
    purpose = ProseField(
        _l("何のためのプロジェクトか"),
        [
            DataRequired(_l("何のためかを、ひとことで入れてください。候補の人も読みます。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )
    source = ListField(_l("役割や計画の項目から、いる力をまとめて入れる"))

    picker: "Picker"
    """The skills of the form."""
    no_needs = False
    """Whether a list without needs was to be kept."""

    @classmethod
    def of(cls, row: "ShortList | None", picker: "Picker") -> "ListForm":
        """Return the form of a new list, or one with what is written."""
        form = cls() if row is None else cls(name=row.name, purpose=row.purpose)
        form.picker = picker
        return form

    def offering(self, profiles: "Iterable[Profile]", plans: "Iterable[PlanItem]") -> "ListForm":
        """Give the list of sources its choices."""
        self.source.choices = [
            ("", _("入れない")),
            *((str(one.id), _("役割：%(name)s", name=one.name)) for one in profiles),
            *((str(one.id), _("計画：%(name)s", name=f"{one.code} {one.title}")) for one in plans),
        ]
        return self

    def is_complete(self) -> bool:
        """Validate it, and that it needs something."""
        is_valid = bool(self.validate())
        self.no_needs = not self.picker.picked
        return is_valid and not self.no_needs

    def told(self) -> Project:
        """Return what was sent; call it after ``is_complete()``."""
        return Project(self.name.data.strip(), self.purpose.data.strip(), self.picker.needs)


class MemberForm(FlaskForm):
    """Where the asking of somebody stands."""

    stage = ListField(_l("声かけのようす"))
    note = LineField(_l("覚え書き"), [Length(max=200, message=_l("200文字までにしてください。"))])

    @classmethod
    def offering(cls, listed: Listed | None = None) -> "MemberForm":
        """Return the form with its choices, and what is written."""
        form = cls() if listed is None else cls(stage=listed.stage.value, note=listed.note)
        form.stage.choices = [(one.value, str(word)) for one, word in STAGES.items()]
        return form


def people_in(values: "Iterable[str]") -> list[uuid.UUID]:
    """Return the people who were ticked, each once; what is no id is left out."""
    found: dict[uuid.UUID, None] = {}
    for value in values:
        try:
            found[uuid.UUID(value)] = None
        except ValueError:
            continue
    return list(found)[:MOST_PEOPLE]
