"""By when a course that was proposed from a gap is to be finished, and why."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.ui.fields import DayField, LineField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workforce.queries.assigning import Asked

USUAL = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ProposalAddress:
    """Which course is proposed to whom, as the address holds it: a role, or one person.

    So many people as a role has stand in no address: it names the role, and they are looked for
    again when it is pressed.
    """

    course: str
    role: uuid.UUID | None = None
    person: uuid.UUID | None = None
    item: str | None = None
    department: uuid.UUID | None = None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "ProposalAddress":
        """Read the query string, or what was sent; what means nothing counts as not asked."""
        return cls(
            course=args.get("course", ""),
            role=_id_of(args.get("role", "")),
            person=_id_of(args.get("person", "")),
            item=args.get("item") or None,
            department=_id_of(args.get("department", "")),
        )

    @property
    def asked(self) -> Asked:
        """What is looked for."""
        return Asked(self.course, self.item, self.department)

    def args(self) -> dict[str, str]:
        """Return it as the address holds it, and as the form sends it on."""
        told = {
            "course": self.course,
            "role": self.role,
            "person": self.person,
            "item": self.item,
            "department": self.department,
        }
        return {name: str(value) for name, value in told.items() if value}


class ProposalForm(FlaskForm):
    """The day and the reason; both are filled in, so that one press does."""

    due_on = DayField(_l("期限の日"), [InputRequired(_l("日付を入れてください。"))])
    purpose = LineField(
        _l("わけ"),
        [
            DataRequired(_l("受ける人が読む、ひとことのわけを入れてください。")),
            Length(max=200, message=_l("200文字までにしてください。")),
        ],
    )

    earliest: date = date.min

    @classmethod
    def blank(cls, today: date, purpose: str) -> "ProposalForm":
        """Return a form with the usual day and the reason filled in."""
        form = cls(due_on=today + USUAL, purpose=purpose)
        form.earliest = today
        return form

    def validate_due_on(self, field: DayField) -> None:
        """No day that is past."""
        if field.data is not None and field.data < self.earliest:
            raise ValidationError(_("今日か、それよりあとの日にしてください。"))


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
