"""What the address of a page may ask for, and what HR may write of one person.

A value of an address that means nothing counts as not asked.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.personnel.queries import Asked, Record
from app.personnel.rules import Away, EmploymentKind, Leave, Told, is_number, number_of
from app.personnel.service import Edit, Move
from app.ui.fields import DayField, ListField
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.identity.queries import OrganizationNode

KINDS: Final[Mapping[EmploymentKind, Lazy]] = {
    EmploymentKind.FULL_TIME: _l("常勤"),
    EmploymentKind.PART_TIME: _l("非常勤"),
    EmploymentKind.FISCAL_YEAR: _l("会計年度任用"),
    EmploymentKind.PROMOTED_INSIDE: _l("内部登用"),
    EmploymentKind.RECRUITED_OUTSIDE: _l("外部登用"),
    EmploymentKind.ON_LOAN: _l("民間出向"),
    EmploymentKind.CO_WORKING: _l("企業協業"),
}
LEAVES: Final[Mapping[Leave, Lazy]] = {
    Leave.SUSPENDED: _l("休職"),
    Leave.CHILDCARE: _l("育休"),
    Leave.SECONDED: _l("出向中"),
}
_SHORT: Final = Length(max=40, message=_l("40文字までにしてください。"))
_REASON: Final = (
    DataRequired(_l("理由を書いてください。あとで、なぜ変わったかが分かるように残します。")),
    Length(max=200, message=_l("200文字までにしてください。")),
)
_NEEDED: Final = InputRequired(_l("日付を入れてください。"))


@dataclass(frozen=True, slots=True)
class Address:
    """The filters of the list, as its address holds them."""

    asked: Asked
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str], *, today: date) -> "Address":
        """Read the query string."""
        return cls(
            Asked(
                on=_day(args.get("on")) or today,
                department_id=_uuid(args.get("department")),
                kind=_kind(args.get("kind")),
                grade=args.get("grade", "").strip()[:40],
                words=args.get("q", "").strip()[:60],
            ),
            page=_number(args.get("page")),
        )

    def filters(self, *, today: date) -> dict[str, str]:
        """Return the filters as query arguments; defaults left out."""
        asked = self.asked
        given = {
            "on": "" if asked.on == today else asked.on.isoformat(),
            "department": "" if asked.department_id is None else str(asked.department_id),
            "kind": "" if asked.kind is None else asked.kind.value,
            "grade": asked.grade,
            "q": asked.words,
        }
        return {name: value for name, value in given.items() if value}


class EmploymentForm(FlaskForm):
    """Number, employment and leave of one person, from a day on."""

    number = StringField(_l("職員番号"))
    kind = ListField(_l("任用形態"), [InputRequired(_l("任用形態を選んでください。"))], coerce=str)
    grade = StringField(_l("職級"), [_SHORT], description=_l("3級12号給のように、市の言い方で"))
    rank = StringField(_l("職位"), [_SHORT], description=_l("主事、係長、課長など"))
    hired_on = DayField(_l("採用日"))
    left_on = DayField(_l("退職日"), description=_l("最後の日。所属も、この日で終わります。"))
    on = DayField(_l("いつから"), [_NEEDED], description=_l("変わった日。前のことも残ります。"))
    leave = ListField(_l("休みなど"), coerce=str)
    leave_from = DayField(_l("休みなどのはじめの日"))
    leave_until = DayField(_l("休みなどの終わりの日"))
    reason = StringField(_l("理由"), _REASON)

    @classmethod
    def of(cls, record: Record, *, today: date) -> "EmploymentForm":
        """Show what is known of somebody."""
        now = record.stretch_on(today) or next(iter(record.stretches), None)
        known = {
            "number": record.number,
            "kind": now.kind.value if now else "",
            "grade": now.grade if now else "",
            "rank": now.rank if now else "",
            "hired_on": now.hired_on if now else None,
            "left_on": now.ends_on if now and now is record.stretches[0] else None,
            "on": today,
            "leave": now.leave.value if now and now.leave else "",
            "leave_from": now.leave_from if now else None,
            "leave_until": now.leave_until if now else None,
        }
        form = cls(prefix="e-", data=known)
        form.kind.choices = [("", _("選んでください")), *_words(KINDS)]
        form.leave.choices = [("", _("なし")), *_words(LEAVES)]
        return form

    def validate_number(self, field: StringField) -> None:
        """Take what can be a number, or nothing."""
        number = number_of(field.data or "")
        if number and not is_number(number):
            raise ValidationError(_("職員番号は、半角の数字、英字と「-」で、20文字までです。"))

    def validate_leave_from(self, field: DayField) -> None:
        """Ask since when somebody is away."""
        if self.leave.data and field.data is None:
            raise ValidationError(_("休みなどのはじめの日を入れてください。"))

    def validate_leave_until(self, field: DayField) -> None:
        """Take an end that is not before its beginning."""
        begins = self.leave_from.data
        if self.leave.data and field.data and begins and field.data < begins:
            raise ValidationError(_("終わりの日が、はじめの日より前です。"))

    def edit(self) -> Edit:
        """Return what is said; only after ``validate``."""
        away = None
        if self.leave.data:
            away = Away(Leave(self.leave.data), self.leave_from.data, self.leave_until.data)
        return Edit(
            number=self.number.data or "",
            told=Told(
                kind=EmploymentKind(self.kind.data),
                grade=(self.grade.data or "").strip(),
                rank=(self.rank.data or "").strip(),
                hired_on=self.hired_on.data,
                left_on=self.left_on.data,
            ),
            on=self.on.data,
            away=away,
            reason=(self.reason.data or "").strip(),
        )


class TransferForm(FlaskForm):
    """Where somebody works from a day on."""

    place = ListField(
        _l("新しい所属"), [InputRequired(_l("新しい所属を選んでください。"))], coerce=str
    )
    title = StringField(
        _l("新しい職名"), [Length(max=60, message=_l("60文字までにしてください。"))]
    )
    main = ListField(_l("主務・兼務"), [InputRequired(_l("一覧から選んでください。"))], coerce=str)
    on = DayField(
        _l("発令日"), [_NEEDED], description=_l("先の日付でも、前もって書いておけます。")
    )
    reason = StringField(_l("理由"), _REASON)

    @classmethod
    def among(cls, tree: "Iterable[OrganizationNode]", *, today: date) -> "TransferForm":
        """Offer the city's places in 建制順."""
        form = cls(prefix="t-", data={"on": today, "main": "main"})
        form.place.choices = [("", _("選んでください")), *place_options(tree)]
        form.main.choices = [
            ("main", _("主務（いまの主務は、前の日で終わります）")),
            ("second", _("兼務（いまの所属はそのままです）")),
        ]
        return form

    def move(self) -> Move:
        """Return what is said; only after ``validate``."""
        return Move(
            organization_id=uuid.UUID(self.place.data),
            title=(self.title.data or "").strip(),
            is_primary=self.main.data == "main",
            on=self.on.data,
            reason=(self.reason.data or "").strip(),
        )


def place_options(tree: "Iterable[OrganizationNode]") -> list[tuple[str, str]]:
    """Return the city's places as a list offers them, each below the one it belongs to."""
    return [(str(one.id), "　" * one.depth + one.name) for one in tree if one.closed_on is None]


def kind_options() -> list[tuple[str, str]]:
    """Return the kinds of employment as a filter offers them."""
    return [("", _("すべて")), *_words(KINDS)]


def _words(words: "Mapping[Leave, Lazy] | Mapping[EmploymentKind, Lazy]") -> list[tuple[str, str]]:
    return [(one.value, str(word)) for one, word in words.items()]


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given or "")
    except ValueError:
        return None


def _uuid(given: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(given or "")
    except ValueError:
        return None


def _kind(given: str | None) -> EmploymentKind | None:
    return EmploymentKind(given) if given in set(EmploymentKind) else None


def _number(given: str | None) -> int:
    digits = given if given and given.isascii() and given.isdigit() else "1"
    return min(max(1, int(digits)), 10_000)
