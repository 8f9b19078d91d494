"""What may be sent about the name of an item."""

import unicodedata
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, Length

from app.frameworks.models import LONGEST_NAME
from app.ui.fields import LineField, tell
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem

_SHORT = Length(max=LONGEST_NAME, message=_l("40文字までにしてください。"))


class NameForm(FlaskForm):
    """What the city calls an item."""

    ja = LineField(_l("市の呼び名"), [DataRequired(_l("市の呼び名を入れてください。")), _SHORT])
    en = LineField(_l("英語での呼び名"), [_SHORT])

    @classmethod
    def of(cls, item: "FrameworkItem") -> "NameForm":
        """Return the form with the names of today."""
        return cls(
            formdata=None,
            ja=item.label.ja,
            en=item.label.en if item.label.en != item.published.en else "",
        )

    @property
    def names(self) -> tuple[str, str]:
        """The two names as they are kept."""
        ja, en = (
            unicodedata.normalize("NFC", one.data or "").strip() for one in (self.ja, self.en)
        )
        return ja, en

    def tell_taken(self, language: str) -> None:
        """Say beside its field that another item is called so."""
        tell(
            self.en if language == "en" else self.ja,
            _("この枠組みに、同じ名前の項目があります。ほかの呼び名にしてください。"),
        )
