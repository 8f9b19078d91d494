"""What may be sent about the checks of a gate."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired

from app.projects.forms.charter import longest
from app.projects.rules import MemberRole
from app.projects.words import ROLES, told
from app.ui.fields import LineField, ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.projects.queries import StageView

_PICK = InputRequired(_l("一覧から選んでください。"))
ASKED_ROLES = (MemberRole.LEARNER, MemberRole.MENTOR, MemberRole.OWNER)
"""Of whom a course may be asked."""


class CheckForm(FlaskForm):
    """A check in a teacher's own words."""

    stage = ListField(_l("どの段階の終わりに"), [_PICK])
    label = LineField(
        _l("確かめること"),
        [DataRequired(_l("何を確かめるかを入れてください。")), longest(120)],
    )

    @classmethod
    def of(cls, stages: "Iterable[StageView]", current: str) -> "CheckForm":
        """Return a form for the stages that were not passed."""
        form = cls(data={"stage": current})
        form.stage.choices = _open(stages)
        return form


class CourseForm(FlaskForm):
    """A course that everybody in a role finishes before a gate opens."""

    stage_of_course = ListField(_l("どの段階の終わりに"), [_PICK])
    role = ListField(_l("だれが"), [_PICK])
    course = ListField(_l("どの講座を"), [_PICK])

    @classmethod
    def of(
        cls, stages: "Iterable[StageView]", current: str, courses: Iterable[tuple[str, str]]
    ) -> "CourseForm":
        """Return a form for the stages that were not passed, and the courses there are."""
        form = cls(data={"stage_of_course": current})
        form.stage_of_course.choices = _open(stages)
        form.role.choices = [(one.value, ROLES[one]) for one in ASKED_ROLES]
        form.course.choices = [("", _("選んでください")), *courses]
        return form


class UndoForm(FlaskForm):
    """Why a gate is closed again."""

    reason = LineField(
        _l("もどすわけ"), [DataRequired(_l("もどすわけを入れてください。")), longest(120)]
    )


def _open(stages: "Iterable[StageView]") -> list[tuple[str, object]]:
    return [(one.row.key, told(one.text.names)) for one in stages if one.row.passed_on is None]
