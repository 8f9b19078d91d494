"""What can be wrong with a roster: where, what, and a proposed mend. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from app.i18n.marks import N_


class Flaw(StrEnum):
    """What is wrong with a cell."""

    EMPTY = "empty"
    HALF_WIDTH = "half_width"
    NOT_KATAKANA = "not_katakana"
    NOT_UUID4 = "not_uuid4"
    TWICE = "twice"
    UNKNOWN = "unknown"
    WORD = "word"
    DATE = "date"
    GRADE = "grade"
    NUMBER = "number"
    NUMBER_TWICE = "number_twice"
    SCHOOL_CODE = "school_code"
    CODE_DIFFERS = "code_differs"
    FORMULA = "formula"
    LOGIN = "login"
    LOGIN_TAKEN = "login_taken"
    NOT_EMPTY = "not_empty"
    TOO_LONG = "too_long"
    TITLE = "title"
    ROLE = "role"
    OUTSIDE = "outside"
    ELSEWHERE = "elsewhere"
    NO_POST = "no_post"
    AMBIGUOUS = "ambiguous"
    MERGED = "merged"
    DIFFERS = "differs"
    CHARACTER = "character"
    CELLS = "cells"
    EMPLOYEE_NUMBER = "employee_number"
    NUMBER_UNKNOWN = "number_unknown"
    NUMBER_TAKEN = "number_taken"
    NUMBER_OTHER = "number_other"
    KIND_NEEDED = "kind_needed"
    EMPLOYMENT_DAYS = "employment_days"
    OF_SCHOOLS = "of_schools"
    NOT_OF_CITY = "not_of_city"
    NOT_STAFF = "not_staff"
    ACCOUNT = "account"


TOLD: Final[Mapping[Flaw, str]] = {
    Flaw.EMPTY: N_("空です。ここは、いつも要ります。"),
    Flaw.HALF_WIDTH: N_("半角のカナです。ほかの学習システムで読めないことがあります。"),
    Flaw.NOT_KATAKANA: N_("全角のカタカナではありません。"),
    Flaw.NOT_UUID4: N_("UUIDのバージョン4の形ではありません。"),
    Flaw.TWICE: N_("同じ値が、前の行（%(other)s）にもあります。"),
    Flaw.UNKNOWN: N_("この番号の行が、ファイルにも寺子屋にもありません。"),
    Flaw.WORD: N_("使える言葉ではありません。使えるのは、%(words)sです。"),
    Flaw.DATE: N_("日付として読めません。2026-04-01のように書きます。"),
    Flaw.GRADE: N_("学年として読めません。小学校はP1からP6、中学校はJ1からJ3です。"),
    Flaw.NUMBER: N_("1から999までの数ではありません。"),
    Flaw.NUMBER_TWICE: N_("同じ学級に、同じ出席番号の人がもう1人います（%(other)s）。"),
    Flaw.SCHOOL_CODE: N_(
        "学校コード（13文字）か、教育委員会コード（数字6桁）の形ではありません。"
    ),
    Flaw.CODE_DIFFERS: N_("寺子屋にある「%(name)s」のコードは、%(code)sです。"),
    Flaw.FORMULA: N_("表計算の式のように始まっています。式は取り込みません。"),
    Flaw.LOGIN: N_(
        "IDに使えない文字があります。半角の英数字3文字から、メールアドレスも使えます。"
    ),
    Flaw.LOGIN_TAKEN: N_("このIDは、ほかの人が使っています。"),
    Flaw.NOT_EMPTY: N_("一括の名簿では、空にしておく列です。"),
    Flaw.TOO_LONG: N_("長すぎます（%(most)s文字まで）。"),
    Flaw.TITLE: N_("「%(words)s」で始まっていません。"),
    Flaw.ROLE: N_("この役割は、市の管理の係だけが決められます。"),
    Flaw.OUTSIDE: N_("あなたの受け持ちの外の所属です。"),
    Flaw.ELSEWHERE: N_(
        "受け持ちの外にも所属がある人なので、名前やIDは変えられません。教育委員会か市の管理の係に"
        "頼んでください。"
    ),
    Flaw.NO_POST: N_("この人の所属が、どの行にもありません。"),
    Flaw.MERGED: N_(
        "この人の登録は、同じ人のもう1つの登録にまとめてあります。この行を消して、もう1つの行だけにしてください。"
    ),
    Flaw.AMBIGUOUS: N_("同じ名前の人が何人もいて、決められません。IDを書いてください。"),
    Flaw.DIFFERS: N_("同じ人の前の行（%(other)s）とちがいます。"),
    Flaw.CHARACTER: N_("読めない文字がまじっています。"),
    Flaw.EMPLOYEE_NUMBER: N_("職員番号は、半角の数字、英字と「-」で、20文字までです。"),
    Flaw.NUMBER_UNKNOWN: N_(
        "この職員番号の人がいません。姓と名も書くと、新しい人として取り込みます。"
    ),
    Flaw.NUMBER_TAKEN: N_("この職員番号は、%(other)sさんのものです。"),
    Flaw.NUMBER_OTHER: N_(
        "この人の職員番号は%(other)sです。番号の訂正は、職員の名簿の、その人のページでします。"
    ),
    Flaw.KIND_NEEDED: N_("新しく採用された人には、任用形態が要ります。"),
    Flaw.EMPLOYMENT_DAYS: N_(
        "採用日と退職日が、前後しているか、前の在職と重なっています（%(known)s）。"
    ),
    Flaw.OF_SCHOOLS: N_("学校の名簿の列です。職員の表では、空にしておきます。"),
    Flaw.NOT_OF_CITY: N_(
        "市の所属に、この名前のところがありません。新しい所属は、先に管理の係が組織のページで作ります。"
    ),
    Flaw.NOT_STAFF: N_(
        "市の職員ではない登録があります。この人を職員にするのは、管理の係に頼んでください。"
    ),
    Flaw.ACCOUNT: N_(
        "もう登録のある人のIDとメールアドレスは、この表では変わりません。変えるのは管理の係です。"
    ),
    Flaw.CELLS: N_("見出しは%(wanted)s列ですが、この行には%(found)s列あります。"),
}
"""Why a cell is not taken, for whoever mends it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in one row.

    Attributes:
        file: Its name in the archive; the name of the file itself for the simple form.
        line: From 1, the heading counted.
        column: As its heading has it; ``rows.WHOLE`` where it is no cell but the row.
        flaw: What is wrong.
        value: What stands there.
        proposal: What might stand there instead; None where nobody can guess.
        values: What the sentence of ``TOLD`` has places for.
        of: Whom or what the row is about, for the heading; may be empty.
    """

    file: str
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
