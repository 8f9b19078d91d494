"""What may be sent about cards, and what the board's address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.ui.fields import DayField, LineField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workroom import rules
from app.workroom.forms.people import Choices, chosen, offer, offered, people_field
from app.workroom.queries import Wanted
from app.workroom.rules import CardState, Step
from app.workroom.service import cards

if TYPE_CHECKING:
    import uuid

    from app.workroom.models import Card

VIEWS = ("list", "board")


class CardForm(FlaskForm):
    """One thing to do."""

    title = LineField(
        _l("すること"),
        [
            DataRequired(_l("することを、1行で入れてください。")),
            Length(max=rules.LONGEST_TITLE, message=_l("80文字までにしてください。")),
        ],
    )
    words = ProseField(
        _l("くわしく"),
        [Length(max=rules.LONGEST_WORDS, message=_l("1000文字までにしてください。"))],
    )
    people = people_field(_l("だれがしますか"))
    due_on = DayField(_l("いつまでに"), [Optional()])
    items = ProseField(_l("小さなやること"))
    read = HiddenField()

    @classmethod
    def of(cls, row: "Card | None", choices: Choices) -> "CardForm":
        """Return a form with what somebody sent, or else with what a card says."""
        known: dict[str, Any] = {}
        if row is not None:
            known = {
                "title": row.title,
                "words": row.words,
                "due_on": row.due_on,
                "people": [str(one.user_id) for one in row.people],
                "items": "\n".join(one.text for one in row.items),
                "read": cards.mark_of(row),
            }
        form = cls(data=known)
        offer(form.people, choices)
        return form

    def told(self) -> cards.Told:
        """Return what is written; only after ``validate``."""
        return cards.Told(
            " ".join(self.title.data.split()),
            (self.words.data or "").strip(),
            self.due_on.data,
            chosen(self.people),
            offered(self.people),
            tuple(rules.lines_of(self.items.data or "")),
        )

    def validate_items(self, field: ProseField) -> None:
        """Take a list that a card holds."""
        lines = rules.lines_of(field.data or "")
        if len(lines) > rules.MOST_ITEMS:
            raise ValidationError(_("20個までにしてください。多いときは、カードを分けます。"))
        if any(len(line) > rules.LONGEST_ITEM for line in lines):
            raise ValidationError(_("1行は120文字までにしてください。"))


@dataclass(frozen=True, slots=True)
class BoardAddress:
    """How the board is shown, as the address holds it.

    Attributes:
        view: ``list`` or ``board``; "" where nobody has chosen, and the width decides.
        only: ``mine``, ``late`` or "".
    """

    view: str = ""
    only: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "BoardAddress":
        """Read the query string; what means nothing counts as not asked."""
        view, only = args.get("view", ""), args.get("only", "")
        return cls(view if view in VIEWS else "", only if only in {"mine", "late"} else "")

    def wanted(self, reader_id: "uuid.UUID") -> Wanted:
        """Return what the board is narrowed to."""
        return Wanted(reader_id if self.only == "mine" else None, late=self.only == "late")

    def args(self, **changes: str) -> dict[str, Any]:
        """Return it as the address holds it, with changes."""
        told = {"view": self.view, "only": self.only, **changes}
        return {name: value for name, value in told.items() if value}


def destination_of(told: str) -> CardState | Step | None:
    """Return where a card is to go: a column, or a step in its own; None for anything else."""
    if told in set(CardState):
        return CardState(told)
    return Step(told) if told in set(Step) else None
