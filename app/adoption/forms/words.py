"""What faults are called, and what several forms ask alike."""

from collections.abc import Mapping
from typing import Any, Final

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

FAULTS: Final[Mapping[str, Any]] = {
    "ended": _l("この企画は終わっているので、いまは変えられません。書いてあることは読めます。"),
    "known": _l("提案は、もうあります。いまのようすを見てください。"),
    "moved": _l(
        "ほかの人が先に書きました。下が、いまのようすです。書いたものはのこっているので、"
        "確かめてから、もう一度送ってください。"
    ),
    "not_now": _l("いまは、その段階ではありません。何も変わっていません。"),
    "nothing_said": _l(
        "「検討する」「参考にする」だけでは、答えになりません。何を、いつまでに、なぜ、を1つでも"
        "書いてください。まだ決められないときは「いつまでに答えます」を選んで、その日を書けます。"
    ),
    "needs": _l(
        "何が変われば取り組めるかを書いてください。提案した人の、次の手がかりになります。"
    ),
    "owner": _l("その課の人から選んでください。"),
    "day": _l("日付をたしかめてください。"),
    "offer": _l("もう受け付けていない支援があります。選びなおしてください。"),
}
LONG: Final = 600
MOST_YEN: Final = 99_999_999_999
"""Of one proposal; more is a slip of the hand."""


def needed(words: object, *, longest: int) -> list[Any]:
    """Return the validators of a text that is needed; ``words``: what is missing."""
    return [DataRequired(words), *short(longest)]


def short(longest: int) -> list[Any]:
    """Return the validators of a text that may be empty."""
    return [Length(max=longest, message=_l("%(n)s文字までにしてください。", n=longest))]


class YenField(StringField):
    """A sum in yen, in any width of digits, with or without commas."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; ``data`` is an int or None."""
        typed = (valuelist or [""])[0].strip().replace(",", "").replace("，", "")
        typed = typed.removesuffix(_("円")).strip()
        if not typed:
            self.data = None
            return
        if not typed.isdecimal() or int(typed) > MOST_YEN:
            raise ValueError(_("円で、数字だけを入れてください。例：1200000"))
        self.data = int(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class PercentField(StringField):
    """A whole number from 0 to 100, in any width of digits."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; ``data`` is an int or None."""
        typed = (valuelist or [""])[0].strip().rstrip("%％").strip()
        if not typed:
            self.data = None
            return
        if not typed.isdecimal() or int(typed) > 100:  # noqa: PLR2004  per cent
            raise ValueError(_("0から100までの数字を入れてください。"))
        self.data = int(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)
