"""What may be sent to the player; right or wrong is not its business."""

from typing import TYPE_CHECKING

from flask import request
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.form import BaseForm
from wtforms.i18n import DummyTranslations
from wtforms.validators import Length

from app.i18n.interface import Message
from app.items.item import Response
from app.items.kinds import kind_of
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.items.item import Item

LONGEST_ANSWER = 200
UNREAD = _l("読み取れませんでした。あなたのせいではありません。もう一度どうぞ。")


class AnswerForm(FlaskForm):
    """An answer, whatever the kind of question: keys that were offered, or a short text."""

    class Meta:
        """The token is checked once, for every POST, before any view (``CSRFProtect``)."""

        csrf = False

        def get_translations(self, form: BaseForm) -> DummyTranslations:  # noqa: ARG002
            """WTForms' own messages are never shown; loading them cost a tenth of an answer."""
            return DummyTranslations()

    chosen = SelectMultipleField()
    text = StringField(validators=[Length(max=LONGEST_ANSWER)])

    @classmethod
    def for_item(cls, item: "Item") -> "AnswerForm":
        """Offer the item's own options, so that no other key is valid."""
        form = cls()
        form.chosen.choices = [(key, key) for key in item.keys]
        form.item = item
        form.error = None
        return form

    item: "Item"
    error: Message | None

    @property
    def moved(self) -> tuple[str, ...] | None:
        """The new order after a press on ↑ or ↓ without JavaScript, or None for an answer."""
        key, _colon, way = request.form.get("move", "").partition(":")
        order = list(self.chosen.data or ())
        if way not in {"up", "down"} or key not in order:
            return None
        at = order.index(key)
        to = max(0, min(len(order) - 1, at + (-1 if way == "up" else 1)))
        order.insert(to, order.pop(at))
        return tuple(order)

    def response(self) -> Response | None:
        """Return the answer, or None: something was moved, or ``error`` says what is missing."""
        if self.moved is not None:
            return None
        kind = kind_of(self.item)
        is_typed = kind.base_type == "string"
        if not self.validate():
            self.error = UNREAD.now()
            return None
        given = ((self.text.data or "").strip(),) if is_typed else tuple(self.chosen.data or ())
        if given in {(), ("",)}:
            self.error = (
                _("こたえを入れてから、もう一度おしてください。")
                if is_typed
                else _("一つえらんでから、もう一度おしてください。")
            )
            return None
        if not kind.accepts(self.item, given):
            self.error = UNREAD.now()
            return None
        return given
