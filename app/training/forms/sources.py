"""What may be sent about sources: their names, their columns, and what their titles attest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.frameworks import queries as frameworks
from app.training.models import claims_in
from app.training.rules import (
    DONE_WORDS,
    LONGEST_TITLE,
    MOST_MONTHS,
    Columns,
    Meaning,
    claims_of,
    key_of,
    likely_columns,
)
from app.training.service import Attests
from app.ui.fields import CountField, LineField, ListField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem
    from app.training.models import TrainingRule, TrainingSource
    from app.training.reading import Column

NEED = "need-"
FREE = ""
MOST_FOUND = 60
MOST_LIKELY = 6
LONGEST_LEVEL = 2
LONGEST_WORD = 40
MOST_WORDS = 40


class SourceForm(FlaskForm):
    """A source."""

    name = LineField(
        _l("提供元の名前"),
        [
            DataRequired(_l("名前を入れてください。")),
            Length(max=80, message=_l("80文字までにしてください。")),
        ],
    )
    note = LineField(
        _l("どんな表が届くか"), [Length(max=400, message=_l("400文字までにしてください。"))]
    )

    is_taken = False
    """Whether another source has this name; the view says so before ``validate()``."""

    @classmethod
    def of(cls, row: "TrainingSource") -> "SourceForm":
        """Return the form with what is written."""
        return cls(name=row.name, note=row.note)

    def validate_name(self, field: StringField) -> None:  # noqa: ARG002  WTForms gives the field
        """Each name once."""
        if self.is_taken:
            raise ValidationError(_("その名前の提供元は、もうあります。"))


@dataclass(slots=True)
class ColumnsForm:
    """What each column of a list means, chosen beside its first values.

    Attributes:
        sample: The columns of the list.
        chosen: Place of the column → what it means; those that mean nothing are absent.
        done_words: What says that somebody has completed.
        errors: Codes of ``Columns.missing``, and ``twice`` and ``words``.
    """

    sample: "Sequence[Column]"
    chosen: dict[int, Meaning] = field(default_factory=dict)
    done_words: tuple[str, ...] = DONE_WORDS
    errors: tuple[str, ...] = ()

    @classmethod
    def of(cls, sample: "Sequence[Column]", columns: Columns | None) -> "ColumnsForm":
        """Return the form with what is chosen already, else with what is likely."""
        headings = [one.heading for one in sample]
        known = columns.places(headings) if columns else {}
        likely = likely_columns(headings)
        chosen = {
            headings.index(heading): meaning
            for meaning, heading in likely.items()
            if meaning not in known and headings.index(heading) not in known.values()
        }
        chosen |= {place: meaning for meaning, place in known.items()}
        return cls(sample, chosen, columns.done_words if columns else DONE_WORDS)

    @classmethod
    def sent(cls, sample: "Sequence[Column]", sent: Mapping[str, str]) -> "ColumnsForm":
        """Read what was sent."""
        chosen = {}
        for place in range(len(sample)):
            value = sent.get(f"means-{place}", "")
            if value in set(Meaning):
                chosen[place] = Meaning(value)
        words = (line.strip() for line in sent.get("done_words", "").splitlines())
        form = cls(sample, chosen, tuple(dict.fromkeys(one for one in words if one)))
        form.errors = form._faults()
        return form

    def told(self) -> Columns:
        """Return what was chosen."""
        return Columns(
            {meaning: self.sample[place].heading for place, meaning in self.chosen.items()},
            self.done_words,
        )

    def _faults(self) -> tuple[str, ...]:
        meanings = list(self.chosen.values())
        found = list(self.told().missing())
        if len(set(meanings)) < len(meanings):
            found.append("twice")
        has_words = 0 < len(self.done_words) <= MOST_WORDS
        if not has_words or any(len(one) > LONGEST_WORD for one in self.done_words):
            found.append("words")
        return tuple(found)


class RuleForm(FlaskForm):
    """What a title attests."""

    pattern = LineField(
        _l("研修の名前"),
        [
            DataRequired(_l("研修の名前を入れてください。")),
            Length(max=LONGEST_TITLE, message=_l("200文字までにしてください。")),
        ],
    )
    months = CountField(_l("有効な月の数"), [Optional()])
    words = StringField(_l("項目をさがす"), [Length(max=60)])
    framework = ListField(_l("枠組み"))
    for_all = BooleanField(_l("これまでの記録にも当てはめる"))

    picked: dict[str, int]
    """Item ref → level, as picked so far."""

    @classmethod
    def blank(cls, title: str) -> "RuleForm":
        """Return the form of a title of which nothing is said yet."""
        form = cls(pattern=title, for_all=True)
        form.picked = {}
        return form.offering()

    @classmethod
    def of(cls, row: "TrainingRule") -> "RuleForm":
        """Return the form with what is said."""
        form = cls(pattern=row.pattern, months=row.months, for_all=True)
        form.picked = dict(claims_in(row.claims))
        return form.offering()

    @classmethod
    def sent(cls, sent: Mapping[str, str]) -> "RuleForm":
        """Read what was sent."""
        form = cls()
        form.picked = _picked(sent)
        return form.offering()

    def offering(self) -> "RuleForm":
        """Give the list of frameworks its choices."""
        names = [(one.ref, one.title.ja) for one in frameworks.frameworks()]
        self.framework.choices = [(FREE, _("すべての枠組み")), *names]
        return self

    def results(self) -> "tuple[FrameworkItem, ...]":
        """Return the items that were searched for, without those that are picked."""
        words, ref = (self.words.data or "").strip(), self.framework.data or FREE
        if words:
            found: Iterable[FrameworkItem] = frameworks.search_items(words)
        elif ref in frameworks.framework_refs():
            found = frameworks.all_items(ref)
        else:
            found = frameworks.likely_items(self.pattern.data or "")[:MOST_LIKELY]
        fitting = (one for one in found if ref in {FREE, one.framework})
        return tuple(one for one in fitting if one.ref not in self.picked)[:MOST_FOUND]

    def picked_items(self) -> "list[tuple[FrameworkItem, int]]":
        """Return what is picked, with its levels."""
        return [(frameworks.item(ref), level) for ref, level in self.picked.items()]

    def told(self, *, only_hours: bool) -> Attests:
        """Return what was sent; call it after ``validate()``."""
        claims = () if only_hours else claims_of(self.picked.items())
        return Attests(self.pattern.data.strip(), claims, self.months.data if claims else None)

    def validate_pattern(self, field: StringField) -> None:
        """Long enough to mean something, and short enough once it is compared."""
        key = key_of(field.data or "")
        if not key.replace("*", "").strip():
            raise ValidationError(_("「＊」だけでは、どの研修のことか決まりません。"))
        if len(key) > LONGEST_TITLE:
            raise ValidationError(_("200文字までにしてください。"))

    def validate_months(self, field: CountField) -> None:
        """Up to twenty years."""
        if field.data is not None and field.data > MOST_MONTHS:
            raise ValidationError(_("240か月までにしてください。"))


def _picked(sent: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, value in sent.items():
        ref = name.removeprefix(NEED)
        item = frameworks.find_item(ref) if name.startswith(NEED) else None
        is_level = value.isascii() and value.isdecimal() and len(value) <= LONGEST_LEVEL
        if item is not None and is_level and item.level(int(value)) is not None:
            found[ref] = int(value)
    return found
