"""What a project is about, who takes part, and how it ends."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.projects.service.starting import Words
from app.projects.words import FIELDS
from app.ui.fields import DayField, LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.challenges.models import Challenge
    from app.projects.models import Milestone, Project
    from app.projects.policy import Base
    from app.projects.queries import Place
    from app.ui.strings import Lazy


def longest(number: int) -> Length:
    """Return a validator of a longest length."""
    return Length(max=number, message=_l("%(n)s文字までにしてください。", n=number))


def many(label: "Lazy") -> SelectMultipleField:
    """Return a field of boxes to tick."""
    return SelectMultipleField(
        label, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class CharterForm(FlaskForm):
    """What a project is about."""

    title = LineField(
        _l("企画の名前"), [DataRequired(_l("企画の名前を入れてください。")), longest(80)]
    )
    question = LineField(
        _l("わたしたちの問い（1文）"),
        [DataRequired(_l("考えていく問いを、1文で入れてください。")), longest(200)],
    )
    summary = ProseField(_l("どんな企画か"), [longest(600)])
    field = ListField(_l("分野"), [InputRequired(_l("一覧から選んでください。"))])
    deliver_on = DayField(_l("市に提案をとどける日"))

    starts_on: date = date.min

    @classmethod
    def of(cls, known: "dict[str, Any]", *, starts_on: date) -> "CharterForm":
        """Return a form, filled with what is known."""
        form = cls(data=known)
        form.field.choices = [("", _("選んでください")), *FIELDS.items()]
        form.starts_on = starts_on
        return form

    @classmethod
    def of_project(cls, project: "Project") -> "CharterForm":
        """Return a form with what a project is about now."""
        return cls.of(known_of(project), starts_on=project.starts_on)

    def validate_deliver_on(self, field: DayField) -> None:
        """Nothing is delivered before it began."""
        if field.data is not None and field.data < self.starts_on:
            raise ValidationError(_("始まる日か、それよりあとの日にしてください。"))

    def words(self) -> Words:
        """Return what is said; only after ``validate``."""
        return Words(
            self.title.data.strip(),
            self.question.data.strip(),
            self.field.data,
            (self.summary.data or "").strip(),
            self.deliver_on.data,
        )


def known_of(project: "Project") -> dict[str, Any]:
    """Return what a project is about, by the names of the form's fields."""
    names = ("title", "question", "summary", "field", "deliver_on")
    return {name: getattr(project, name) for name in names}


def known_of_challenge(challenge: "Challenge") -> dict[str, Any]:
    """Return what a new project takes over from its challenge."""
    return {
        "title": challenge.title,
        "question": challenge.question,
        "field": challenge.field,
    }


def known_of_before(project: "Project") -> dict[str, Any]:
    """Return what is taken up of a project with a public page: what it asked.

    What else its team wrote of itself is the team's.
    """
    return {"question": project.question, "field": project.field}


class StartForm(CharterForm):
    """A project that begins: for which organization, and with whom."""

    place = ListField(_l("どこの企画として始めますか"))
    partners = many(_l("いっしょに取り組む組織"))
    find = LineField(_l("組織の名前でさがす"), [longest(40)])

    @classmethod
    def for_start(
        cls, known: "dict[str, Any]", bases: "Sequence[Base]", *, today: date
    ) -> "StartForm":
        """Return a form for whoever may begin one at ``bases``."""
        form = cls(data={"place": str(bases[0].organization_id), **known})
        form.field.choices = [("", _("選んでください")), *FIELDS.items()]
        form.place.choices = [(str(one.organization_id), one.name) for one in bases]
        form.starts_on = today
        return form

    def offer(self, places: "Iterable[Place]") -> None:
        """Offer organizations to be ticked."""
        self.partners.choices = [(str(one.id), one.name) for one in places]

    @property
    def picked(self) -> set[uuid.UUID]:
        """What was ticked; what is no id is left out."""
        return ids_of(self.partners.data or [])


class SuccessorForm(StartForm):
    """A project that goes on from another one."""

    milestones = many(_l("引き継ぐ節目"))

    def offer_milestones(self, rows: "Iterable[Milestone]") -> None:
        """Offer the open milestones of the one before."""
        self.milestones.choices = [(str(row.id), row.title) for row in rows]


class EndForm(FlaskForm):
    """The end of a project."""

    words = ProseField(
        _l("終わりのことば"),
        [
            DataRequired(_l("どこまで来たかを、次に取り組む人のために書いてください。")),
            longest(300),
        ],
    )


def ids_of(texts: Iterable[str]) -> set[uuid.UUID]:
    """Return the ids among some texts."""
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found
