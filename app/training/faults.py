"""What can be wrong with a row of a list: where, what, and a proposed mend. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from app.i18n.marks import N_


class Flaw(StrEnum):
    """What is wrong with a cell."""

    NOBODY = "nobody"
    EMPTY = "empty"
    DAY = "day"
    FUTURE = "future"
    TOO_OLD = "too_old"
    TIME = "time"
    TOO_LONG = "too_long"
    TWICE = "twice"
    NAME = "name"
    TWO_PEOPLE = "two_people"
    UNKNOWN = "unknown"


TOLD: Final[Mapping[Flaw, str]] = {
    Flaw.NOBODY: N_("だれの行か分かりません。職員番号か、メールアドレスを入れてください。"),
    Flaw.EMPTY: N_("空です。ここは、いつも要ります。"),
    Flaw.DAY: N_("日付として読めません。2026-03-31か、令和8年3月31日のように書きます。"),
    Flaw.FUTURE: N_("これから来る日です。修了した日を書きます。"),
    Flaw.TOO_OLD: N_("平成より前の日は、取り込めません。"),
    Flaw.TIME: N_("時間として読めません。1.5か、1時間30分のように書きます。"),
    Flaw.TOO_LONG: N_("長すぎます（200文字まで）。"),
    Flaw.TWICE: N_(
        "同じ人の、同じ研修の、同じ日の行が前にあり（%(other)s行目）、時間がちがいます。"
    ),
    Flaw.NAME: N_(
        "この番号の人の氏名は「%(known)s」です。番号がちがうときは番号を、同じ人のときは氏名を直します。"
    ),
    Flaw.TWO_PEOPLE: N_("職員番号とメールアドレスが、べつの人のものです。"),
    Flaw.UNKNOWN: N_("この番号やメールアドレスの職員がいません。氏名だけでは、さがしません。"),
}
"""Why a cell is not taken, for whoever mends it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in one row.

    Attributes:
        line: Of the table, from 1, the heading counted.
        column: As its heading has it.
        flaw: What is wrong.
        value: What stands there.
        proposal: What might stand there instead; None where nobody can guess.
        values: What the sentence of ``TOLD`` has places for.
        of: What the row is about, for the heading; may be empty.
    """

    line: int
    column: str
    flaw: Flaw
    value: str
    proposal: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as a finding keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote."""
        return cls(**{**data, "flaw": Flaw(data["flaw"])})
