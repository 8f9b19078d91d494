"""What may be sent to the player; right or wrong is not its business.

No WTForms here: what an answer may hold comes from its question, and the machinery of a form class
took a thirtieth of the time of every answer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from app.i18n.interface import Message
from app.items.item import Kind, Response
from app.items.kinds import kind_of
from app.items.pairs import pair
from app.items.simulations import Simulation
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from typing import Self

    from app.items.item import Item
    from app.learning.queries.asking import QuestionView

LONGEST_ANSWER = 2000
NOT_ASKED = _l(
    "その問題は、もうつぎへすすんでいます。前の答えは、そのままとってあります。この問題をどうぞ。"
)
UNREAD = _l("読み取れませんでした。あなたのせいではありません。もう一度どうぞ。")


@dataclass(slots=True)
class AnswerForm:
    """An answer, whatever the kind of question: keys that were offered, or a short text.

    Attributes:
        item: What is asked; no other key than its own is valid.
        chosen: The keys that were sent, in their order.
        text: What was written.
        is_asked: Whether what was sent answers this question, and none that was asked before.
        error: Why it is no answer; None until ``response`` has looked.
    """

    item: "Item"
    chosen: tuple[str, ...]
    text: str
    is_asked: bool = True
    error: Message | None = None

    @classmethod
    def for_item(cls, item: "Item", *, is_asked: bool = True) -> "Self":
        """Read what was sent with this request."""
        sent = request.form
        return cls(item, tuple(sent.getlist("chosen")), sent.get("text", ""), is_asked)

    def held(self, question: "QuestionView | None") -> "QuestionView | None":
        """Return the question as it was left: what was sent and is no answer yet is not lost."""
        if question is None or not self.is_asked:
            return question
        if self.moved is not None:
            return question.reordered(self.moved)
        return question.holding(request.form, self.chosen)

    @property
    def moved(self) -> tuple[str, ...] | None:
        """The new order after a press on ↑ or ↓ without JavaScript, or None for an answer."""
        key, _colon, way = request.form.get("move", "").partition(":")
        order = list(self.chosen)
        if self.item.kind != "order" or sorted(order) != sorted(self.item.keys):
            return None  # forged: there is nothing to move, or something else than what was asked
        if way not in {"up", "down"} or key not in order:
            return None
        at = order.index(key)
        to = max(0, min(len(order) - 1, at + (-1 if way == "up" else 1)))
        order.insert(to, order.pop(at))
        return tuple(order)

    def response(self) -> Response | None:
        """Return the answer, or None: something was moved, or ``error`` says what is missing."""
        if self.is_asked and self.moved is not None:
            return None
        kind = kind_of(self.item)
        given = self._given(kind)
        self.error = self._fault(kind, given)
        return None if self.error else given

    def _fault(self, kind: Kind, given: Response) -> Message | None:
        """Say why what was sent is no answer; None for one that is."""
        if not self.is_asked:
            return NOT_ASKED.now()
        if len(self.text) > LONGEST_ANSWER or not set(self.item.keys).issuperset(self.chosen):
            return UNREAD.now()
        if kind.base_type == "string" and self.chosen and given != self.chosen:
            return _(
                "カードと文のどちらか一つで答えます。カードの印を外すか、文をけしてから、"
                "もう一度おしてください。"
            )
        if not given or given == ("",):
            return self._missing(kind)
        return None if kind.accepts(self.item, given) else self._unread(kind)

    def _given(self, kind: Kind) -> Response:
        """Return what was sent, in the form of the kind; nothing while a slot is empty."""
        if kind.base_type == "directedPair":
            slots = kind.slots(self.item)
            assumes = isinstance(kind, Simulation) and kind.is_assumed
            otherwise = slots[0][1][1] if assumes else ""  # the second verdict
            filled = [(slot, request.form.get(f"to-{slot}", otherwise)) for slot, _values in slots]
            return tuple(pair(*one) for one in filled) if all(v for _, v in filled) else ()
        if kind.base_type in {"string", "float"}:
            text = self.text.strip()
            return (text,) if text or not self.chosen else self.chosen
        return self.chosen

    def _missing(self, kind: Kind) -> Message:
        if kind.base_type == "directedPair":
            return _(
                "まだえらんでいないところがあります。ぜんぶえらんでから、もう一度おしてください。"
            )
        if kind.base_type in {"string", "float"}:
            return _("こたえを入れてから、もう一度おしてください。")
        return _("一つえらんでから、もう一度おしてください。")

    def _unread(self, kind: Kind) -> Message:
        if kind.base_type == "float":
            return _("数で答えてください。たとえば「12」のように書きます。")
        return UNREAD.now()
