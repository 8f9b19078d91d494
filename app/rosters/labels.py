"""What columns and findings are called on pages."""

from collections.abc import Mapping
from typing import Final

from app.rosters.models import FindingKind, ImportState
from app.rosters.rows import WHOLE
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

COLUMNS: Final[Mapping[str, Lazy]] = {
    WHOLE: _l("行の全体"),
    "familyName": _l("姓"),
    "givenName": _l("名"),
    "metadata.jp.kanaFamilyName": _l("姓のカナ"),
    "metadata.jp.kanaGivenName": _l("名のカナ"),
    "metadata.jp.ShussekiNo": _l("出席番号"),
    "username": _l("ID"),
    "email": _l("メールアドレス"),
    "agentSourcedIds": _l("保護者"),
    "grades": _l("学年"),
    "userMasterIdentifier": _l("人の番号"),
    "sourcedId": _l("行の番号"),
    "userSourcedId": _l("人"),
    "orgSourcedId": _l("所属"),
    "classSourcedId": _l("学級"),
    "schoolSourcedId": _l("学校"),
    "parentSourcedId": _l("上の所属"),
    "identifier": _l("学校コード"),
    "role": _l("役割"),
    "title": _l("名前"),
    "name": _l("名前"),
    "beginDate": _l("はじまりの日"),
    "endDate": _l("終わりの日"),
}
"""OneRoster's columns in words; the simple form's are words already."""

TABS: Final[Mapping[FindingKind, Lazy]] = {
    FindingKind.ADDED: _l("新しく入る"),
    FindingKind.CHANGED: _l("変わる"),
    FindingKind.LEAVING: _l("今日で終わる"),
    FindingKind.SAME: _l("同じ"),
    FindingKind.ALONE: _l("ファイルにない人"),
}

MARKS: Final[Mapping[FindingKind, tuple[Lazy, str]]] = {
    FindingKind.ADDED: (_l("新規"), "add-k"),
    FindingKind.CHANGED: (_l("変更"), "chg"),
    FindingKind.LEAVING: (_l("終わる"), "bad-k"),
    FindingKind.SAME: (_l("同じ"), "keep"),
    FindingKind.ALONE: (_l("そのまま"), "keep"),
}
"""A word, and its color in the table."""

REASONS: Final[Mapping[str, Lazy]] = {
    "number": _l("番号"),
    "name": _l("名前"),
    "place": _l("所属"),
    "class": _l("学級"),
    "kana": _l("読み"),
    "login_id": _l("ID"),
    "email": _l("メールアドレス"),
    "grade": _l("学年"),
    "title": _l("職名"),
    "employee_number": _l("職員番号"),
    "employment": _l("任用"),
    "effective": _l("発令日"),
    "guardians": _l("保護者"),
    "ids": _l("名簿の番号や日付"),
}

STATES: Final[Mapping[ImportState, tuple[str, Lazy]]] = {
    ImportState.CHECKING: ("wait", _l("読んでいます")),
    ImportState.UNREADABLE: ("stop", _l("読めません")),
    ImportState.READY: ("note", _l("たしかめる")),
    ImportState.APPLYING: ("wait", _l("取り込んでいます")),
    ImportState.APPLIED: ("good", _l("取り込みました")),
    ImportState.UNDOING: ("wait", _l("元に戻しています")),
    ImportState.UNDONE: ("note", _l("元に戻しました")),
}

NEW_PLACES: Final[Mapping[str, Lazy]] = {
    "organizations": _l("新しい所属"),
    "levels_P": _l("小学校とする学校"),
    "levels_J": _l("中学校とする学校"),
    "levels_H": _l("高等学校とする学校"),
    "levels_PJ": _l("義務教育学校とする学校"),
    "levels_JH": _l("中等教育学校とする学校"),
    "levels_PJH": _l("小学校から高等学校までとする学校"),
    "levels_": _l("学校の種類がわからない学校（年度更新の前に、所属のページで選びます）"),
    "years": _l("新しい年度"),
    "classes": _l("新しい学級"),
}
