"""What a department sends: one form for each move."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.adoption import words
from app.adoption.forms.words import LONG, PercentField, YenField, needed, short
from app.adoption.rules import USUAL_DAYS, Answer
from app.adoption.service import Assignment, Figure, NewAnswer
from app.i18n.dates import fiscal_year
from app.ui.fields import DayField, LineField, ListField, ProseField, tell
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.adoption.models import Adoption, AnswerTemplate

FIGURES: Final = 3
"""So many figures at a time."""
_NEXT_DAY = [InputRequired(_l("次に知らせる日を入れてください。"))]


class MoveForm(FlaskForm):
    """What all moves have in common: how many steps the form had seen."""

    edition = HiddenField()

    @property
    def seen(self) -> int:
        """How many steps there were when the form was drawn; none for what is no number."""
        number = whole_number(self.edition.data)
        return -1 if number is None else number


class AssignForm(MoveForm):
    """Who answers, and by when."""

    owner = ListField(_l("担当"), [InputRequired(_l("担当を選んでください。"))], coerce=str)
    due_on = DayField(_l("いつまでに答えるか"), [InputRequired(_l("答える日を入れてください。"))])
    text = ProseField(_l("チームへのひとこと"), short(300))

    @classmethod
    def of(
        cls, row: "Adoption", people: Iterable[tuple[uuid.UUID, str]], *, today: date
    ) -> "AssignForm":
        """Return a form with who answers now, and the day the challenge promises."""
        challenge = row.project.challenge
        promised = challenge.answer_by if challenge is not None else None
        usual = today + timedelta(days=USUAL_DAYS)
        due = row.due_on or (promised if promised is not None and promised > today else usual)
        owner = str(row.owner_id) if row.owner_id else ""
        form = cls(data={"owner": owner, "due_on": due})
        form.owner.choices = [
            ("", _("選んでください")),
            *((str(one), name) for one, name in people),
        ]
        if row.is_settled:
            del form.due_on
        return form

    def told(self, row: "Adoption") -> Assignment:
        """Return what is said; only after ``validate``."""
        due: date = self.due_on.data if "due_on" in self else row.due_on or date.min
        return Assignment(uuid.UUID(self.owner.data), due, (self.text.data or "").strip())


class AnswerForm(MoveForm):
    """The city's answer."""

    kind = RadioField(
        _l("答え"), [InputRequired(_l("4つの答えから選んでください。"))], validate_choice=False
    )
    reason = ProseField(_l("わけ"), needed(_l("わけを書いてください。"), longest=LONG))
    needs = ProseField(_l("何が変われば取り組めるか（見送るとき）"), short(300))
    after = ProseField(_l("これからの文（反映するとき）"), short(300))
    next_on = DayField(_l("次に知らせる日"), _NEXT_DAY)
    template = LineField(_l("ひな形の名前"), short(60))

    @classmethod
    def of(cls, row: "Adoption", template: "AnswerTemplate | None") -> "AnswerForm":
        """Return a form, with a kept answer's words or those of the answer before."""
        known: dict[str, Any] = {"after": row.became or row.after}
        if row.answer is not None and row.answer is not Answer.LATER:
            known |= {"kind": row.answer.value, "reason": row.reason, "needs": row.needs}
            known["next_on"] = row.next_on
        if template is not None:
            known |= {"kind": template.answer.value, "reason": template.reason}
            known["needs"] = template.needs
        form = cls(data=known)
        form.kind.choices = [(one.value, words.ANSWERS[one].now()) for one in Answer]
        if not row.after:
            del form.after
        return form

    def validate_kind(self, field: RadioField) -> None:
        """Take only one of the four."""
        if field.data not in set(Answer):
            raise ValidationError(_("4つの答えから選んでください。"))

    def told(self) -> NewAnswer:
        """Return the answer; only after ``validate``."""
        after = self.after.data if "after" in self else ""
        return NewAnswer(
            Answer(self.kind.data),
            self.reason.data.strip(),
            self.next_on.data,
            (self.needs.data or "").strip(),
            (after or "").strip(),
        )


class RequestForm(MoveForm):
    """How much is asked for, in which year's budget."""

    year = ListField(
        _l("何年度の予算か"), [InputRequired(_l("年度を選んでください。"))], coerce=str
    )
    yen = YenField(_l("要求した額（円）"), [InputRequired(_l("額を入れてください。"))])
    next_on = DayField(_l("次に知らせる日"), _NEXT_DAY)

    @classmethod
    def of(cls, row: "Adoption", *, today: date) -> "RequestForm":
        """Return a form with the coming fiscal years, and what the team reckoned."""
        this = fiscal_year(today)
        form = cls(data={"year": str(this + 1), "yen": row.cost_yen})
        form.year.choices = [(str(one), words.fiscal_year(one)) for one in range(this, this + 3)]
        return form

    def validate_yen(self, field: YenField) -> None:
        """Nothing is not asked for."""
        if not field.data:
            raise ValidationError(_("1円より多い額を入れてください。"))


class DecideForm(MoveForm):
    """How much was decided."""

    yen = YenField(_l("決まった額（円）"), [InputRequired(_l("額を入れてください。"))])
    text = ProseField(_l("チームへのひとこと"), short(LONG))
    next_on = DayField(_l("次に知らせる日"), _NEXT_DAY)


class ProgressForm(MoveForm):
    """How far the work is."""

    percent = PercentField(
        _l("どこまで進んだか（％）"), [InputRequired(_l("数字を入れてください。"))]
    )
    text = ProseField(
        _l("いま、していること"), needed(_l("していることを書いてください。"), longest=LONG)
    )
    next_on = DayField(_l("次に知らせる日"), _NEXT_DAY)


class ServeForm(MoveForm):
    """From when it is used, and what changed."""

    on = DayField(_l("使いはじめた日"), [InputRequired(_l("使いはじめた日を入れてください。"))])
    text = ProseField(
        _l("何が変わったか"), needed(_l("何が変わったかを書いてください。"), longest=LONG)
    )
    became = ProseField(_l("いまの文"), short(300))
    next_on = DayField(_l("効き目を確かめる日"), _NEXT_DAY)

    @classmethod
    def of(cls, row: "Adoption") -> "ServeForm":
        """Return a form with the sentence as it was to become."""
        form = cls(data={"became": row.became or row.after})
        if not (row.became or row.after):
            del form.became
        return form


class NewsForm(MoveForm):
    """How it stands, though nothing moved."""

    text = ProseField(
        _l("いまのようす"), needed(_l("いまのようすを書いてください。"), longest=LONG)
    )
    next_on = DayField(_l("次に知らせる日"), [Optional()])


class MeasureForm(MoveForm):
    """What it did; its figures are forms of their own (``FigureForm``)."""

    text = ProseField(_l("数から分かったこと"), short(LONG))
    next_on = DayField(_l("次に知らせる日"), [Optional()])


class FigureForm(Form):
    """One figure; empty as a whole where it is not needed."""

    label = LineField(_l("何を数えたか"), short(80))
    before = LineField(_l("まえ"), short(20))
    after = LineField(_l("いま"), short(20))
    unit = LineField(_l("単位"), short(20))
    period = LineField(_l("いつからいつまで"), short(120))
    counted = LineField(_l("数え方"), short(200))

    @classmethod
    def all_of(cls, sent: Any) -> "list[FigureForm]":  # noqa: ANN401  what the browser sent, or none
        """Return the forms of all figures."""
        forms = [cls(sent, prefix=f"figure{number}-") for number in range(1, FIGURES + 1)]
        for name in _NEEDED:
            forms[0][name].flags.required = True
        return forms

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was typed."""
        return not any((field.data or "").strip() for field in self)

    def told(self) -> Figure:
        """Return the figure; only after ``check``."""
        return Figure(**{name: (field.data or "").strip() for name, field in self._fields.items()})


_NEEDED = ("label", "after", "period", "counted")


def check(figures: "Sequence[FigureForm]") -> bool:
    """Check that there is a figure, and that each says what, how much, when and how."""
    missing = {
        "label": _("何を数えたかを書いてください。"),
        "after": _("いまの数を書いてください。"),
        "period": _("いつからいつまでの数かを書いてください。"),
        "counted": _("数え方を書いてください。"),
    }
    is_good = True
    for number, form in enumerate(figures):
        is_good = form.validate() and is_good
        if form.is_empty and number:
            continue
        for name, sentence in missing.items():
            if not (form[name].data or "").strip():
                tell(form[name], sentence)
                is_good = False
    return is_good
