"""What came along with borrowed blocks, and what did not, in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from app.authoring.borrowing.company import Kind
from app.i18n.interface import Message
from app.ui.strings import gettext as _

Say = Callable[[int, str], Message]

CAME: Final[Mapping[Kind, Say]] = {
    Kind.PICTURE: lambda n, _what: _("ファイル%(n)sつ", n=n),
    Kind.DRILL: lambda n, _what: _("くり返し練習の問題集%(n)sつ", n=n),
    Kind.TRANSLATION: lambda _n, what: _("訳（%(what)s）", what=what),
    Kind.READING: lambda _n, what: _("読みの決まり（%(what)s）", what=what),
    Kind.TERM: lambda _n, what: _("言葉の説明（%(what)s）", what=what),
}
LEFT: Final[Mapping[Kind, Say]] = {
    Kind.TRANSLATION: lambda _n, what: _("この下書きにない言葉の訳（%(what)s）", what=what),
    Kind.READING: lambda _n, what: _("この下書きではちがう読み（%(what)s）", what=what),
    Kind.CONFIRMED: lambda _n, what: _("読みを確かめた印（%(what)sなど）", what=what),
    Kind.TERM: lambda _n, what: _("この下書きではちがう説明の言葉（%(what)s）", what=what),
    Kind.OBJECTIVE: lambda _n, what: _("この下書きにない目標（%(what)s）", what=what),
    Kind.MARK: lambda _n, what: _("入れなかった問題への印（%(what)s）", what=what),
}


def told(words: Mapping[Kind, Say], found: Iterable[tuple[Kind, str]]) -> str:
    """Return what there is of each kind, in one line; "" for nothing."""
    of_kind: dict[Kind, list[str]] = {}
    for kind, which in found:
        of_kind.setdefault(kind, []).append(which)
    return "、".join(
        str(words[kind](len(some), "・".join(dict.fromkeys(some))))
        for kind, some in of_kind.items()
    )
