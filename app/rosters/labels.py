"""What columns and findings are called on pages."""

from collections.abc import Mapping
from typing import Final

from app.i18n.marks import N_
from app.rosters.models import FindingKind, ImportState

COLUMNS: Final[Mapping[str, str]] = {
    "familyName": N_("姓"),
    "givenName": N_("名"),
    "metadata.jp.kanaFamilyName": N_("姓のカナ"),
    "metadata.jp.kanaGivenName": N_("名のカナ"),
    "metadata.jp.ShussekiNo": N_("出席番号"),
    "username": N_("ID"),
    "email": N_("メールアドレス"),
    "grades": N_("学年"),
    "userMasterIdentifier": N_("人の番号"),
    "sourcedId": N_("行の番号"),
    "userSourcedId": N_("人"),
    "orgSourcedId": N_("所属"),
    "classSourcedId": N_("学級"),
    "schoolSourcedId": N_("学校"),
    "parentSourcedId": N_("上の所属"),
    "identifier": N_("学校コード"),
    "role": N_("役割"),
    "title": N_("名前"),
    "name": N_("名前"),
    "beginDate": N_("はじまりの日"),
    "endDate": N_("終わりの日"),
}
"""OneRoster's columns in words; the simple form's are words already."""

TABS: Final[Mapping[FindingKind, str]] = {
    FindingKind.ADDED: N_("新しく入る"),
    FindingKind.CHANGED: N_("変わる"),
    FindingKind.LEAVING: N_("今日で終わる"),
    FindingKind.SAME: N_("同じ"),
    FindingKind.ALONE: N_("ファイルにない人"),
}

MARKS: Final[Mapping[FindingKind, tuple[str, str]]] = {
    FindingKind.ADDED: (N_("新規"), "add-k"),
    FindingKind.CHANGED: (N_("変更"), "chg"),
    FindingKind.LEAVING: (N_("終わる"), "bad-k"),
    FindingKind.SAME: (N_("同じ"), "keep"),
    FindingKind.ALONE: (N_("そのまま"), "keep"),
}
"""A word, and its color in the table."""

REASONS: Final[Mapping[str, str]] = {
    "number": N_("番号"),
    "name": N_("名前"),
    "place": N_("所属"),
    "class": N_("学級"),
    "kana": N_("読み"),
    "login_id": N_("ID"),
    "email": N_("メールアドレス"),
    "grade": N_("学年"),
    "title": N_("職名"),
    "ids": N_("名簿の番号や日付"),
}

STATES: Final[Mapping[ImportState, tuple[str, str]]] = {
    ImportState.CHECKING: ("wait", N_("読んでいます")),
    ImportState.UNREADABLE: ("stop", N_("読めません")),
    ImportState.READY: ("note", N_("たしかめる")),
    ImportState.APPLYING: ("wait", N_("取り込んでいます")),
    ImportState.APPLIED: ("good", N_("取り込みました")),
    ImportState.UNDOING: ("wait", N_("元に戻しています")),
    ImportState.UNDONE: ("note", N_("元に戻しました")),
}

NEW_PLACES: Final[Mapping[str, str]] = {
    "organizations": N_("新しい所属"),
    "years": N_("新しい年度"),
    "classes": N_("新しい学級"),
}
