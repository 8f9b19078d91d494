"""What may be sent about role profiles. Nothing that was picked is lost by a search."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.frameworks import queries as frameworks
from app.ui.fields import DayField, ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workforce.queries import Behind
from app.workforce.rules import Membership
from app.workforce.service.profiles import Description

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.talent.queries.staff import Departments
    from app.workforce.queries import Profile

NEED = "need-"
ROLE_LEVELS = "city-roles@1"
MOST_FOUND = 60
FREE = ""


def lines_of(text: str | None) -> tuple[str, ...]:
    """Return the lines of a text that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


def picked_in(sent: Mapping[str, str]) -> dict[str, int]:
    """Return the items that were given a level, in the order of the page."""
    found: dict[str, int] = {}
    for name, value in sent.items():
        ref = name.removeprefix(NEED)
        item = frameworks.find_item(ref) if name.startswith(NEED) else None
        level = int(value) if value.isascii() and value.isdecimal() and len(value) < 3 else 0  # noqa: PLR2004
        if item is not None and item.level(level) is not None:
            found[ref] = level
    return found


class ProfileForm(FlaskForm):
    """What a role asks for, and of whom."""

    name = StringField(
        _l("役割の名前"),
        [
            DataRequired(_l("役割の名前を入れてください。")),
            Length(max=80, message=_l("80文字までにしてください。")),
        ],
    )
    purpose = TextAreaField(
        _l("何のための役割か"),
        [
            DataRequired(_l("何のための役割かを、ひとことで入れてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )
    holds_from = DayField(_l("いつから"), [InputRequired(_l("日付を入れてください。"))])
    everyone = BooleanField(_l("市のすべての職員に求める"))
    departments = SelectMultipleField(
        _l("所属"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    titles = TextAreaField(_l("職名のことば"), [Length(max=600)])
    role_level = ListField(_l("市の役割レベル"))
    people = TextAreaField(_l("名前をあげて求める人"), [Length(max=100_000)])
    words = StringField(_l("項目をさがす"), [Length(max=60)])
    framework = ListField(_l("枠組み"))

    earliest: date = date.min
    """The first day from which it may hold."""
    picked: dict[str, int]
    """Item ref → level, as picked so far."""
    found: dict[str, uuid.UUID]
    """What was typed of people → whose it is; the view says so before ``validate()``."""

    @classmethod
    def of(cls, profile: "Profile | None", logins: Iterable[str], *, today: date) -> "ProfileForm":
        """Return the form of a new profile, or one filled with what another asks for."""
        if profile is None:
            form = cls(holds_from=today)
            form.picked = {}
            return form
        rule = profile.membership
        form = cls(
            name=profile.name,
            purpose=profile.purpose,
            holds_from=today,
            everyone=rule.everyone,
            departments=[str(one) for one in rule.departments],
            titles="\n".join(rule.titles),
            role_level=rule.role_level,
            people="\n".join(logins),
        )
        form.picked = dict(profile.needs)
        return form

    def offering(self, tree: "Departments", names: Mapping[str, str]) -> "ProfileForm":
        """Give the lists their choices; ``names``: what each framework is called."""
        self.departments.choices = [
            (str(one.id), one.path) for one in tree.ordered if one.parent_id
        ]
        levels = frameworks.framework(ROLE_LEVELS).items
        self.role_level.choices = [
            (FREE, _("問わない")),
            *((one.ref, one.label.ja) for one in levels),
        ]
        self.framework.choices = [(FREE, _("すべての枠組み")), *names.items()]
        return self

    def results(self) -> "list[FrameworkItem]":
        """Return the items that the search means and that are not picked yet."""
        words, framework = (self.words.data or "").strip(), self.framework.data or FREE
        if words:
            items: Iterable[FrameworkItem] = frameworks.search_items(words)
        else:
            known = framework in frameworks.framework_refs()
            items = frameworks.all_items(framework) if known else ()
        return [
            one
            for one in items
            if one.ref not in self.picked and framework in (FREE, one.framework)
        ][:MOST_FOUND]

    def membership(self) -> Membership:
        """Return the rule that was sent."""
        return Membership(
            everyone=bool(self.everyone.data),
            departments=tuple(
                uuid.UUID(value)
                for value, _name in self.departments.choices
                if value in (self.departments.data or ())
            ),
            titles=lines_of(self.titles.data),
            role_level=self.role_level.data or "",
        )

    def told(self) -> Description:
        """Return what was sent; call it after ``validate()``."""
        return Description(
            name=self.name.data.strip(),
            purpose=self.purpose.data.strip(),
            holds_from=self.holds_from.data,
            membership=self.membership(),
            people=tuple(self.found.values()),
            needs=tuple(self.picked.items()),
        )

    def validate_holds_from(self, field: DayField) -> None:
        """A figure that was counted stays: what is changed holds from today on."""
        if field.data is not None and field.data < self.earliest:
            raise ValidationError(
                _("これまでの数字が変わらないように、今日かそれより後の日にしてください。")
            )

    def validate_people(self, field: TextAreaField) -> None:
        """Take members of staff; somebody is meant, by name or by rule."""
        lost = [one for one in lines_of(field.data) if one not in self.found]
        if lost:
            raise ValidationError(
                _("職員として見つからない人がいます: %(logins)s", logins="、".join(lost[:5]))
            )
        if not self.found and not self.membership().is_given:
            raise ValidationError(
                _(
                    "求める人を、すべての職員、所属、職名、役割レベル、名前のどれかで決めてください。"
                )
            )

    def validate_words(self, field: StringField) -> None:  # noqa: ARG002  WTForms gives the field
        """A profile asks for something."""
        if not self.picked:
            raise ValidationError(_("求める項目を1つ以上選んで、レベルを決めてください。"))


@dataclass(frozen=True, slots=True)
class GapAddress:
    """Which figure of a profile is opened, as its address holds it."""

    department: uuid.UUID | None
    item: str | None
    is_met: bool
    page: int
    on: date | None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "GapAddress":
        """Read the query string; what means nothing is not asked."""
        item = frameworks.find_item(args.get("item", ""))
        return cls(
            department=_uuid(args.get("department")),
            item=item.ref if item else None,
            is_met=args.get("who") == "met",
            page=_number(args.get("page")),
            on=_day(args.get("on")),
        )

    @property
    def behind(self) -> Behind:
        """Which figure is opened."""
        return Behind(self.department, self.item, self.is_met)

    def args(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  what addresses hold
        """Return the arguments of this address with some changed; what is None is left out."""
        given = {
            "department": self.department,
            "item": self.item,
            "who": "met" if self.is_met else None,
            "on": self.on.isoformat() if self.on else None,
        }
        return {name: value for name, value in (given | changes).items() if value is not None}


def day_asked(args: Mapping[str, str], *, today: date) -> date:
    """Return the day that ``?on=`` asks for; today for none, and for days to come."""
    on = _day(args.get("on"))
    return today if on is None else min(on, today)


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.year > 1989 else None  # noqa: PLR2004  no era is told before


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004
