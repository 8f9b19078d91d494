"""What may be sent where somebody ticks who completed a training together."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.training.faults import TOLD, Flaw
from app.training.models import FindingKind
from app.training.rules import EARLIEST, LONGEST_TITLE, Meaning, key_of, read_minutes
from app.training.service import Completion
from app.ui.fields import DayField, LineField, ListField
from app.ui.page import whole_number
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.talent.queries.staff import Departments, StaffMember
    from app.training.queries import SourceRow

NOBODY = ""


class HandForm(FlaskForm):
    """A training with those who completed it."""

    source = ListField(_l("提供元"), [InputRequired(_l("一覧から選んでください。"))])
    title = LineField(
        _l("研修の名前"),
        [
            DataRequired(_l("研修の名前を入れてください。")),
            Length(max=LONGEST_TITLE, message=_l("200文字までにしてください。")),
        ],
    )
    completed_on = DayField(_l("修了した日"), [InputRequired(_l("日付を入れてください。"))])
    hours = StringField(_l("時間"), [Length(max=20, message=_l("20文字までにしてください。"))])
    department = ListField(_l("所属"))
    people = SelectMultipleField(
        _l("修了した人"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    others = TextAreaField(
        _l("ほかの所属の人"), [Length(max=20_000, message=_l("20,000文字までにしてください。"))]
    )

    latest: date = date.max

    def offering(
        self, sources: "Iterable[SourceRow]", tree: "Departments", members: "Iterable[StaffMember]"
    ) -> "HandForm":
        """Give the lists their choices."""
        self.source.choices = [(str(one.id), one.name) for one in sources]
        places = [(str(one.id), "　" * one.depth + one.name) for one in tree.ordered]
        self.department.choices = [(NOBODY, _("選んでいない")), *places]
        self.people.choices = [
            (str(one.id), f"{one.name}　{one.place} {one.title}".strip()) for one in members
        ]
        return self

    def department_id(self) -> uuid.UUID | None:
        """Return the department whose people are shown."""
        return id_of(self.department.data or "")

    def named(self) -> tuple[str, ...]:
        """Return who is named besides: numbers, logins or addresses, one a line."""
        lines = (line.strip() for line in (self.others.data or "").splitlines())
        return tuple(dict.fromkeys(one for one in lines if one))

    def ticked(self) -> list[uuid.UUID]:
        """Return who was ticked."""
        return [one for text in self.people.data or () if (one := id_of(text)) is not None]

    def told(self) -> Completion:
        """Return what was completed; call it after ``validate()``."""
        hours = (self.hours.data or "").strip()
        minutes = read_minutes(hours, Meaning.HOURS) if hours else None
        return Completion(" ".join(self.title.data.split()), self.completed_on.data, minutes)

    def validate_title(self, field: StringField) -> None:
        """Short enough once it is compared, too."""
        if len(key_of(field.data or "")) > LONGEST_TITLE:
            raise ValidationError(_("200文字までにしてください。"))

    def validate_completed_on(self, field: DayField) -> None:
        """A day that has been."""
        if field.data is not None and field.data > self.latest:
            raise ValidationError(Lazy(TOLD[Flaw.FUTURE], {}))
        if field.data is not None and field.data < EARLIEST:
            raise ValidationError(Lazy(TOLD[Flaw.TOO_OLD], {}))

    def validate_hours(self, field: StringField) -> None:
        """A length of time, or nothing."""
        if (field.data or "").strip() and read_minutes(field.data, Meaning.HOURS) is None:
            raise ValidationError(Lazy(TOLD[Flaw.TIME], {}))


@dataclass(frozen=True, slots=True)
class SumsAddress:
    """Which year, department and page of people is shown, as the address holds it."""

    year: int | None = None
    department: uuid.UUID | None = None
    left: bool = False
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "SumsAddress":
        """Read the query string; what means nothing counts as not asked."""
        year = whole_number(args.get("year"))
        return cls(
            year=year if year and EARLIEST.year <= year < date.max.year else None,
            department=id_of(args.get("department", "")),
            left=args.get("left") == "1",
            page=page_of(args),
        )


def page_of(args: Mapping[str, str]) -> int:
    """Return the page that an address asks for, from 1."""
    return max(1, whole_number(args.get("page")) or 1)


def kind_of(args: Mapping[str, str]) -> FindingKind | None:
    """Return the kind of rows that an address asks for."""
    asked = args.get("show", "")
    return FindingKind(asked) if asked in set(FindingKind) else None


def id_of(text: str) -> uuid.UUID | None:
    """Read an id; what is none is None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
