"""What a holding is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l


class Fate(StrEnum):
    """What an erasure does with the rows that lead to the person.

    ``DELETED``: they go. ``EMPTIED``: the column is set to null. ``NAMELESS``: they stay, and
    lead to an account without a name. ``KEPT``: the id alone stays, and leads nowhere.
    """

    DELETED = "deleted"
    EMPTIED = "emptied"
    NAMELESS = "nameless"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Holding:
    """A column that leads to a person.

    Attributes:
        table: Its table.
        column: The column.
        fate: See ``Fate``.
        title: What a download calls its rows; None where it leaves them out.
        why: Why they are left out of a download, or stay after an erasure.
        shown: The columns of the readable page, with their headings; the JSON has all.
        secret: Columns that no file holds.
        unsaid: A column and how its values begin in rows that no file holds.
        via: The table whose row ``column`` names, where that row leads to the person.
    """

    table: str
    column: str
    fate: Fate
    title: Lazy | None = None
    why: Lazy | None = None
    shown: Mapping[str, Lazy] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    unsaid: tuple[str, str] | None = None
    via: str = ""


WORK = _l("組織のためにした仕事です。中身は組織のもので、だれがしたかは分からなくなります。")
LEFT_OUT = _l("ほかの人の記録に、あなたの番号が書かれているだけのものです。")
ACCOUNTABLE = _l("市が説明する責任のあることです。番号だけがのこり、だれのことかは分かりません。")
