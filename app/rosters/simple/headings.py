"""The headings of the simple form, and an example below them."""

from collections.abc import Mapping
from typing import Final

PLACE, CLASS, NUMBER = "所属", "学級", "出席番号"
FAMILY, GIVEN, FAMILY_KANA, GIVEN_KANA = "姓", "名", "姓カナ", "名カナ"
GRADE, ROLE, TITLE, MAIN = "学年", "役割", "職名", "主務・兼務"
LOGIN, EMAIL, SOURCED = "ID", "メールアドレス", "名簿の番号"
EMPLOYEE, KIND, JOB_GRADE, RANK = "職員番号", "任用形態", "職級", "職位"
HIRED, LEFT, EFFECTIVE = "採用日", "退職日", "発令日"
LEAVE, LEAVE_FROM, LEAVE_UNTIL = "休みなど", "休みなどのはじめ", "休みなどの終わり"

HEADINGS: Final = (
    *(PLACE, CLASS, NUMBER, FAMILY, GIVEN, FAMILY_KANA, GIVEN_KANA),
    *(GRADE, ROLE, TITLE, MAIN, LOGIN, EMAIL, SOURCED),
    *(EMPLOYEE, KIND, JOB_GRADE, RANK, HIRED, LEFT, EFFECTIVE),
    *(LEAVE, LEAVE_FROM, LEAVE_UNTIL),
)
OF_SCHOOLS: Final = (CLASS, NUMBER, GRADE)
"""What a table of staff has no use for."""
STAFF_HEADINGS: Final = tuple(one for one in HEADINGS if one not in OF_SCHOOLS)
SAME: Final[Mapping[str, str]] = {
    "所属名": PLACE,
    "学校": PLACE,
    "学校名": PLACE,
    "課": PLACE,
    "クラス": CLASS,
    "組": CLASS,
    "番号": NUMBER,
    "氏": FAMILY,
    "姓(カナ)": FAMILY_KANA,
    "セイ": FAMILY_KANA,
    "名(カナ)": GIVEN_KANA,
    "メイ": GIVEN_KANA,
    "役職": TITLE,
    "兼務": MAIN,
    "メール": EMAIL,
    "新所属": PLACE,
    "異動先": PLACE,
    "新職名": TITLE,
    "社員番号": EMPLOYEE,
    "職員コード": EMPLOYEE,
    "職員No": EMPLOYEE,
    "職員No.": EMPLOYEE,
    "任用区分": KIND,
    "雇用形態": KIND,
    "任用種別": KIND,
    "級号給": JOB_GRADE,
    "号給": JOB_GRADE,
    "級": JOB_GRADE,
    "採用年月日": HIRED,
    "任用開始日": HIRED,
    "退職年月日": LEFT,
    "任期満了日": LEFT,
    "発令年月日": EFFECTIVE,
    "異動日": EFFECTIVE,
    "休職": LEAVE,
    "休職等": LEAVE,
    "休職・出向": LEAVE,
    "休職開始日": LEAVE_FROM,
    "休職期間(自)": LEAVE_FROM,
    "休職終了日": LEAVE_UNTIL,
    "休職期間(至)": LEAVE_UNTIL,
}
"""What else people write."""

MAIN_WORDS: Final[Mapping[str, bool]] = {"主務": True, "主": True, "兼務": False, "兼": False}
STEP: Final = "＞"
"""Between a place and one below it: 市民局＞市民課."""

SHEET: Final = "名簿"
_NO_STAFF: Final = ("",) * 10
_A_CLERK: Final = ("100234", "常勤", "3級", "主任", "2019-04-01", "", "", "", "", "")
EXAMPLE: Final = (
    HEADINGS,
    (
        *("犀川市立さいがわ小学校", "3年2組", "1", "相川", "はな", "アイカワ", "ハナ"),
        *("小3", "児童・生徒", "", "", "", "", ""),
        *_NO_STAFF,
    ),
    (
        *("犀川市立さいがわ小学校", "3年2組", "", "﨑山", "まどか", "サキヤマ", "マドカ"),
        *("", "先生", "3年2組担任", "", "sakiyama", "", ""),
        *_NO_STAFF,
    ),
    (
        *("市民局＞市民課", "", "", "𠮷田", "けいこ", "ヨシダ", "ケイコ"),
        *("", "職員", "主任", "主務", "yoshida.k", "", ""),
        *_A_CLERK,
    ),
    (
        *("こども未来局", "", "", "𠮷田", "けいこ", "ヨシダ", "ケイコ"),
        *("", "職員", "主任", "兼務", "yoshida.k", "", ""),
        *_A_CLERK,
    ),
)
STAFF_EXAMPLE: Final = (
    STAFF_HEADINGS,
    *(
        tuple(dict(zip(HEADINGS, row, strict=True))[name] for name in STAFF_HEADINGS)
        for row in EXAMPLE[3:]
    ),
)
